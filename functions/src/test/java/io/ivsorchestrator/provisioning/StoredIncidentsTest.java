package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.incident.IncidentKey;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.RememberedNotifications;
import io.ivsorchestrator.index.InMemoryIndexTable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredIncidentsTest {
    @Test
    void aCauseThatIsSeenOften_isOneIncidentAndOneMessage() {
        IncidentStore store = new IncidentStore(new InMemoryIndexTable());
        RememberedNotifications sent = new RememberedNotifications();
        StoredIncidents incidents = new StoredIncidents(store, sent, () -> Instant.parse("2026-03-07T09:00:00Z"));

        incidents.report(Cause.QUOTA_EXCEEDED, "account:123456789012", Set.of("arn:one"), List.of("20 of 20"));
        incidents.report(Cause.QUOTA_EXCEEDED, "account:123456789012", Set.of("arn:two"), List.of("20 of 20"));

        assertThat(sent.sent()).singleElement().satisfies(message -> {
            assertThat(message.subject()).contains("quota");
            assertThat(message.text()).contains("20 of 20", "arn:one", "docs/runbook/quota-exceeded.md");
        });
        assertThat(store.find(new IncidentKey(Cause.QUOTA_EXCEEDED, "account:123456789012")).orElseThrow().affected())
                .containsExactly("arn:one", "arn:two");
    }

    @Test
    void aCauseThatIsGone_closesItsIncident() {
        IncidentStore store = new IncidentStore(new InMemoryIndexTable());
        Instant[] now = {Instant.parse("2026-03-07T09:00:00Z")};
        StoredIncidents incidents = new StoredIncidents(store, new RememberedNotifications(), () -> now[0]);
        incidents.resolved(Cause.ACCESS_DENIED, "account:123456789012");
        incidents.report(Cause.ACCESS_DENIED, "account:123456789012", Set.of(), List.of("denied"));
        now[0] = now[0].plusSeconds(60);

        incidents.resolved(Cause.ACCESS_DENIED, "account:123456789012");

        assertThat(store.find(new IncidentKey(Cause.ACCESS_DENIED, "account:123456789012")).orElseThrow().closed())
                .isPresent();
    }
}
