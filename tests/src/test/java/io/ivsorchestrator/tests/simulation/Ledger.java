package io.ivsorchestrator.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.indexing.BatchReport;
import io.ivsorchestrator.indexing.Outcome;
import io.ivsorchestrator.runtime.QueueMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Every delivery has exactly one outcome, the five outcomes add up to what was received, and the outcome is one that the event
 * may have.
 */
final class Ledger {
    private static final List<String> NAMES = List.of("Applied", "AlreadyKnown", "Ignored", "Quarantined", "Returned");

    private final Map<String, Telling> byBody = new HashMap<>();
    private final Map<String, Long> counted = new HashMap<>();
    private long received;

    /** @param json as it is sent this time */
    void expect(String json, Telling telling) {
        byBody.put(json, telling);
    }

    Telling telling(QueueMessage message) {
        return Objects.requireNonNull(byBody.get(message.body()), message.body());
    }

    void count(List<QueueMessage> messages, BatchReport report, Set<String> quarantined, Sabotage sabotage) {
        List<String> told = new ArrayList<>(report.outcomes().keySet());
        received += messages.size();
        if (sabotage == Sabotage.UNCOUNTED_MESSAGE && received % 7 == 0) {
            told.removeLast();
        }
        assertThat(told).as("messages with an outcome")
                .containsExactlyElementsOf(messages.stream().map(QueueMessage::id).toList());
        NAMES.forEach(name -> counted.merge(name, report.count(name), Long::sum));
        assertThat(counted.values().stream().mapToLong(Long::longValue).sum()).as("sum of %s", counted)
                .isEqualTo(received);
        messages.forEach(message -> check(message, report, quarantined));
    }

    private void check(QueueMessage message, BatchReport report, Set<String> quarantined) {
        Outcome outcome = report.outcomes().get(message.id());
        Telling.Use use = telling(message).use();
        boolean right = switch (outcome) {
            case Outcome.Applied _,Outcome.AlreadyKnown _ -> use == Telling.Use.FACT;
            case Outcome.Ignored _ -> use == Telling.Use.IGNORED;
            case Outcome.Quarantined _ -> use == Telling.Use.BROKEN && quarantined.contains(message.id());
            case Outcome.Returned it -> it.unforeseen().isEmpty();
            case null -> false;
        };
        if (!right) {
            throw new AssertionError("an event that is " + use + " was " + outcome + ": " + message.body());
        }
    }

    /** How many messages had that outcome. */
    long counted(String name) {
        return counted.getOrDefault(name, 0L);
    }
}
