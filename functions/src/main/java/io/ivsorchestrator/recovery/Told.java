package io.ivsorchestrator.recovery;

import io.ivsorchestrator.runtime.QueueMessage;
import java.util.Comparator;
import java.util.List;

/** A message with what it says. */
record Told(QueueMessage message, OutcomeEvent event) {
    FailedRecording failed() {
        return new FailedRecording(event.recording(), event.toldBy());
    }

    /** Whether it is ours, to go on with what was begun. */
    boolean continues() {
        return event.round() > 0;
    }

    /** The failures in the order in which they happened. */
    static List<Told> byTime(List<Told> told) {
        return told.stream().sorted(Comparator.comparing(each -> each.failed().at())).toList();
    }
}
