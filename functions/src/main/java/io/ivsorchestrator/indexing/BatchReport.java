package io.ivsorchestrator.indexing;

import io.ivsorchestrator.runtime.QueueMessage;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of a batch.
 *
 * @param outcomes    by message id, in the order received
 * @param oldest      when the oldest event of the batch happened that could be read
 * @param unreadMedia how many metadata objects turned out to be of no use, which was not known before
 */
public record BatchReport(SequencedMap<String, Outcome> outcomes, Optional<Instant> oldest, int unreadMedia) {
    public BatchReport {
        outcomes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes));
    }

    static BatchReport of(List<QueueMessage> received, Map<String, Outcome> outcomes, Optional<Instant> oldest,
            int unreadMedia) {
        SequencedMap<String, Outcome> inOrder = new LinkedHashMap<>();
        received.forEach(message -> {
            Outcome outcome = outcomes.get(message.id());
            if (outcome == null) {
                throw new IllegalStateException("no outcome for message " + message.id());
            }
            inOrder.put(message.id(), outcome);
        });
        return new BatchReport(inOrder, oldest, unreadMedia);
    }

    /** The messages that the queue must deliver again. */
    public List<String> returned() {
        return outcomes.entrySet().stream().filter(entry -> entry.getValue() instanceof Outcome.Returned)
                .map(Map.Entry::getKey).toList();
    }

    /** How many were ignored, by rule. */
    public Map<String, Long> ignored() {
        return outcomes.values().stream()
                .filter(Outcome.Ignored.class::isInstance)
                .map(Outcome.Ignored.class::cast)
                .collect(Collectors.groupingBy(Outcome.Ignored::rule, TreeMap::new, Collectors.counting()));
    }

    /** How many had the outcome of that name; over all {@link #NAMES} these add up to the number received. */
    public long count(String name) {
        return outcomes.values().stream().filter(outcome -> name(outcome).equals(name)).count();
    }

    static final String APPLIED = "Applied";
    static final String ALREADY_KNOWN = "AlreadyKnown";
    static final String IGNORED = "Ignored";
    static final String QUARANTINED = "Quarantined";
    static final String RETURNED = "Returned";

    /** All names, one of which every message counts under. */
    static final List<String> NAMES = List.of(APPLIED, ALREADY_KNOWN, IGNORED, QUARANTINED, RETURNED);

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> APPLIED;
            case Outcome.AlreadyKnown _ -> ALREADY_KNOWN;
            case Outcome.Ignored _ -> IGNORED;
            case Outcome.Quarantined _ -> QUARANTINED;
            case Outcome.Returned _ -> RETURNED;
        };
    }
}
