package io.ivsorchestrator.recovery;

import io.ivsorchestrator.incident.IncidentKey;
import io.ivsorchestrator.runtime.QueueMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

/** A batch on its way: what became of its messages so far, and what was done about them. */
final class Batch {
    /** Why a message is given back that another invocation has time for. */
    static final String NO_TIME = "there was no time left";

    private final List<QueueMessage> received;
    private final BooleanSupplier inTime;
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final SequencedMap<IncidentKey, List<Told>> counted = new LinkedHashMap<>();
    private int opened;
    private int closed;
    private int attempts;
    private int notices;

    /** @param inTime see {@link Recover#handle} */
    Batch(List<QueueMessage> received, BooleanSupplier inTime) {
        this.received = List.copyOf(received);
        this.inTime = inTime;
    }

    /** Whether there is time for another step. */
    boolean inTime() {
        return inTime.getAsBoolean();
    }

    /** What became of a message, for all that is known by now. */
    void became(QueueMessage message, Outcome outcome) {
        outcomes.put(message.id(), outcome);
    }

    void giveBack(List<Told> told, String cause) {
        giveBack(told, cause, Optional.empty());
    }

    void giveBack(List<Told> told, String cause, Optional<RuntimeException> unforeseen) {
        told.forEach(each -> became(each.message(), new Outcome.Returned(cause, unforeseen)));
    }

    /** Failures are counted in an incident. */
    void counted(IncidentKey key, List<Told> failures) {
        counted.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(failures);
    }

    /** The failures of each incident, in the order in which incidents were found. */
    SequencedMap<IncidentKey, List<Told>> byIncident() {
        return Collections.unmodifiableSequencedMap(counted);
    }

    void opened() {
        opened++;
    }

    void closed() {
        closed++;
    }

    void attempted() {
        attempts++;
    }

    /** Remedies that were done or tried. */
    int attempts() {
        return attempts;
    }

    void noticed() {
        notices++;
    }

    RecoveryReport report() {
        SequencedMap<String, Outcome> inOrder = new LinkedHashMap<>();
        received.forEach(message -> inOrder.put(message.id(),
                outcomes.getOrDefault(message.id(), new Outcome.Returned("was not handled", Optional.empty()))));
        return new RecoveryReport(inOrder, opened, closed, attempts, notices);
    }
}
