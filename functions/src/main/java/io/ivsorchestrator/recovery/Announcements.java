package io.ivsorchestrator.recovery;

import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.Notice;
import io.ivsorchestrator.incident.Notifications;
import io.ivsorchestrator.recording.RecordingId;
import java.time.Duration;
import java.time.Instant;

/** Tells people of incidents: once, again when something was done, after a day if it goes on, and when it is over. */
final class Announcements {
    /** An incident that goes on is told again after so long. */
    private static final Duration REMINDER = Duration.ofHours(24);
    /** What failed longer ago is no news that should wake somebody. */
    private static final Duration NEWS = Duration.ofHours(24);

    private final IncidentStore incidents;
    private final Notifications notifications;
    private final String runbook;

    /** @param runbook where the runbook's pages are, ending in a slash */
    Announcements(IncidentStore incidents, Notifications notifications, String runbook) {
        this.incidents = incidents;
        this.notifications = notifications;
        this.runbook = runbook;
    }

    static boolean isNews(FailedRecording failed, Instant now) {
        return failed.at().isAfter(now.minus(NEWS));
    }

    static boolean isDue(Incident incident, Instant now) {
        if (incident.notices().isEmpty()) {
            return true;
        }
        return incident.state() == Incident.State.OPEN
                && incident.notices().getLast().at().plus(REMINDER).isBefore(now);
    }

    void failing(Incident incident, Instant now, Batch batch) {
        tell(incident, IncidentMessage.failing(incident, Cure.of(incident.key()), runbook), now, batch);
    }

    void over(Incident incident, RecordingId worked, Instant now, Batch batch) {
        tell(incident, IncidentMessage.over(incident, worked.text(), runbook), now, batch);
    }

    private void tell(Incident incident, IncidentMessage message, Instant now, Batch batch) {
        notifications.send(message.subject(), message.text());
        incidents.update(incident.key(), it -> it.noticed(new Notice(now, message.subject())));
        batch.noticed();
    }
}
