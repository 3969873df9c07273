package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentKey;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.Notice;
import io.ivsorchestrator.incident.Notifications;
import io.ivsorchestrator.incident.Sighting;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** Kept as incidents; people are told once for each. */
public final class StoredIncidents implements ProvisioningIncidents {
    private final IncidentStore store;
    private final Notifications notifications;
    private final InstantSource clock;

    public StoredIncidents(IncidentStore store, Notifications notifications, InstantSource clock) {
        this.store = store;
        this.notifications = notifications;
        this.clock = clock;
    }

    @Override
    public void report(Cause cause, String resource, Collection<String> affected, List<String> findings) {
        IncidentKey key = new IncidentKey(cause, resource);
        Instant now = clock.instant();
        Incident incident = store.report(key, Sighting.of(now, affected, findings));
        if (incident.notices().isEmpty()) {
            String subject = "Recording: " + cause.title();
            notifications.send(subject, text(incident, findings));
            store.update(key, it -> it.noticed(new Notice(now, subject)));
        }
    }

    /** What is found again later than this opens another incident. */
    @Override
    public void resolved(Cause cause, String resource) {
        store.update(new IncidentKey(cause, resource), incident -> incident.worked(clock.instant()));
    }

    private static String text(Incident incident, List<String> findings) {
        return """
                %s.

                Where: %s
                Since: %s
                Found: %s
                Affected: %s

                What to do: docs/runbook/%s.md
                Incident: %s
                """.formatted(incident.key().cause().title(), incident.key().resource(), incident.opened(),
                String.join("; ", findings), incident.affected().isEmpty()
                        ? "none yet"
                        : String.join(", ", incident.affected()),
                incident.key().cause().page(), incident.id());
    }
}
