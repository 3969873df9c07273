package io.ivsorchestrator.recovery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What became of a batch.
 *
 * @param outcomes by message id, in the order received
 * @param opened   incidents
 * @param closed   incidents
 * @param attempts remedies that were done or tried; not those that were only proposed or refused
 * @param notices  messages to people
 */
public record RecoveryReport(SequencedMap<String, Outcome> outcomes, int opened, int closed, int attempts,
        int notices) {
    public RecoveryReport {
        outcomes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes));
    }

    /** The messages that the queue must deliver again. */
    public List<String> returned() {
        return outcomes.entrySet().stream().filter(entry -> entry.getValue() instanceof Outcome.Returned)
                .map(Map.Entry::getKey).toList();
    }
}
