package io.ivsorchestrator.incident;

import static io.ivsorchestrator.incident.Sightings.KEY;
import static io.ivsorchestrator.incident.Sightings.SYMPTOM;
import static io.ivsorchestrator.incident.Sightings.aSighting;
import static io.ivsorchestrator.incident.Sightings.recording;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.recording.RecordingId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store promises on every {@link IndexTable}. */
public abstract class IncidentStoreContract {
    private static final Instant AT = Instant.parse("2026-03-07T23:59:36Z");
    private static final LocalDate DAY = LocalDate.parse("2026-03-07");

    private IndexTable table;
    private IncidentStore store;

    /** An empty table. */
    protected abstract IndexTable table();

    @BeforeEach
    void open() {
        table = table();
        store = new IncidentStore(table);
    }

    @Test
    void report_opensOnce_andCountsEachRecordingOnce() {
        store.report(KEY, aSighting(AT, 0, 3));
        store.report(KEY, aSighting(AT, 1, 5));
        Incident incident = store.report(KEY, aSighting(AT, 0, 5));

        assertThat(incident.recordings()).isEqualTo(5);
        assertThat(store.find(KEY)).contains(incident);
        assertThat(store.open(Optional.empty(), 10)).containsExactly(incident);
    }

    @Test
    void manyRecordings_areAllLinked_bothWays() {
        Incident incident = store.report(KEY, aSighting(AT, 0, 130));

        List<RecordingId> linked = new ArrayList<>(store.recordings(incident, Optional.empty(), 100));
        linked.addAll(store.recordings(incident, Optional.of(linked.getLast()), 100));
        assertThat(incident.recordings()).isEqualTo(130);
        assertThat(linked).hasSize(130).doesNotHaveDuplicates().contains(recording(0), recording(129));
        assertThat(store.ofRecording(recording(77))).containsExactly(incident);
        assertThat(store.ofRecording(recording(130))).isEmpty();
    }

    @Test
    void symptom_leadsToTheIncident_openOrClosed() {
        assertThat(store.bySymptom(SYMPTOM)).isEmpty();
        store.report(KEY, aSighting(AT, 1));
        assertThat(store.bySymptom(SYMPTOM)).map(Incident::key).contains(KEY);
        store.update(KEY, incident -> incident.worked(AT.plusSeconds(60)));
        assertThat(store.bySymptom(SYMPTOM)).map(Incident::state).contains(Incident.State.CLOSED);
    }

    @Test
    void failureAfterClosing_opensAnother_andTheClosedOneStays() {
        Incident first = store.report(KEY, aSighting(AT, 0, 2));
        Incident closed = store.update(KEY, incident -> incident.worked(AT.plusSeconds(60))).orElseThrow();
        Incident late = store.report(KEY, aSighting(AT.plusSeconds(30), 2, 3));
        Incident second = store.report(KEY, aSighting(AT.plusSeconds(90), 3, 4));

        assertThat(late.state()).isEqualTo(Incident.State.CLOSED);
        assertThat(late.recordings()).isEqualTo(3);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.recordings()).isEqualTo(1);
        assertThat(store.open(Optional.empty(), 10)).containsExactly(second);
        assertThat(store.ofDay(DAY, Optional.empty(), 10)).containsExactly(late);
        assertThat(store.ofDay(DAY.plusDays(1), Optional.empty(), 10)).containsExactly(second);
        assertThat(store.ofRecording(recording(0))).extracting(Incident::id).containsExactly(closed.id());
        assertThat(store.recordings(second, Optional.empty(), 10)).containsExactly(recording(3));
    }

    @Test
    void failureToldLate_isCountedInTheIncidentOfItsTime_thoughOthersWereOpenedSince() {
        store.report(KEY, aSighting(AT, 0, 1));
        store.update(KEY, incident -> incident.worked(AT.plusSeconds(60)));
        store.report(KEY, aSighting(AT.plusSeconds(90), 1, 2));
        store.update(KEY, incident -> incident.worked(AT.plusSeconds(120)));
        Incident current = store.report(KEY, aSighting(AT.plusSeconds(150), 2, 3));

        Incident first = store.report(KEY, aSighting(AT.plusSeconds(30), 3, 4));
        store.report(KEY, aSighting(AT.plusSeconds(30), 3, 4));
        Incident second = store.report(KEY, aSighting(AT.plusSeconds(70), 4, 5));
        Incident third = store.report(KEY, aSighting(AT.plusSeconds(140), 5, 6));

        assertThat(first.opened()).isEqualTo(AT);
        assertThat(first.recordings()).isEqualTo(2);
        assertThat(store.ofRecording(recording(3))).containsExactly(first);
        assertThat(store.recordings(first, Optional.empty(), 10)).containsExactly(recording(3), recording(0));
        assertThat(second.opened()).isEqualTo(AT.plusSeconds(90));
        assertThat(store.ofRecording(recording(4))).containsExactly(second);
        assertThat(third.id()).isEqualTo(current.id());
        assertThat(third.since()).isEqualTo(AT.plusSeconds(140));
        assertThat(store.find(KEY)).contains(third);
    }

    @Test
    void causeSeenByLooking_isFoundAtItsResource_andAtWhateverItHits() {
        String stage = "arn:aws:ivs:us-west-2:123456789012:stage/VSWjvX5XOkU3";
        String other = "arn:aws:ivs:us-west-2:123456789012:stage/mK8sJ2hG4fD1";
        IncidentKey encrypted = new IncidentKey(Cause.SSE_KMS, KEY.resource());
        assertThat(store.at(KEY.resource())).isEmpty();
        store.report(KEY, aSighting(AT, 1));
        store.report(KEY, Sighting.of(AT, Set.of(other), List.of()));
        store.report(encrypted, Sighting.of(AT, Set.of(stage), List.of()));
        store.update(encrypted, incident -> incident.worked(AT.plusSeconds(60)));

        assertThat(store.at(KEY.resource())).extracting(Incident::key).containsExactlyInAnyOrder(KEY, encrypted);
        assertThat(store.at(stage)).extracting(Incident::key).containsExactlyInAnyOrder(KEY, encrypted);
        assertThat(store.at(other)).extracting(Incident::recordings).containsExactly(1L);
    }

    @Test
    void causeThatCodesTell_isNotFoundAtAnything() {
        IncidentKey unknown = new IncidentKey(Cause.UNKNOWN, KEY.resource());
        store.report(unknown, aSighting(AT, 1));

        assertThat(store.at(unknown.resource())).isEmpty();
    }

    @Test
    void recordingThatIsCountedElsewhere_isNotCountedAgain_andOpensNothing() {
        Incident first = store.report(KEY, aSighting(AT, 0, 2));
        IncidentKey unknown = new IncidentKey(Cause.UNKNOWN, KEY.resource());

        assertThat(store.report(unknown, aSighting(AT, 0, 2))).isEqualTo(first);
        assertThat(store.find(unknown)).isEmpty();
        assertThat(store.report(unknown, aSighting(AT, 1, 3)).recordings()).isEqualTo(1);
        assertThat(store.ofRecording(recording(1))).extracting(Incident::key).containsExactly(KEY);
    }

    @Test
    void pages_areNewestFirst_andGoOnWhereTheLastEnded() {
        List<Incident> incidents = IntStream.range(0, 5)
                .mapToObj(i -> store.report(new IncidentKey(Cause.UNKNOWN, "arn:aws:s3:::bucket-" + i),
                        aSighting(AT.minusSeconds(i), i, i + 1)))
                .toList();

        List<Incident> page = store.open(Optional.empty(), 2);
        List<Incident> next = store.open(Optional.of(IncidentStore.position(page.getLast())), 10);
        assertThat(page).containsExactlyElementsOf(incidents.subList(0, 2));
        assertThat(next).containsExactlyElementsOf(incidents.subList(2, 5));
    }

    @Test
    void lease_isGivenToOneAtATime() {
        store.report(KEY, aSighting(AT, 1));

        assertThat(store.lease(KEY, AT, Duration.ofMinutes(2))).isPresent();
        assertThat(store.lease(KEY, AT.plusSeconds(119), Duration.ofMinutes(2))).isEmpty();
        assertThat(store.lease(KEY, AT.plusSeconds(121), Duration.ofMinutes(2))).isPresent();
        store.update(KEY, Incident::released);
        assertThat(store.lease(KEY, AT.plusSeconds(122), Duration.ofMinutes(2))).isPresent();
    }

    @Test
    void update_ofWhatIsNotThere_isNothing() {
        assertThat(store.update(KEY, incident -> incident.worked(AT))).isEmpty();
        assertThat(store.lease(KEY, AT, Duration.ofMinutes(2))).isEmpty();
        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void concurrentReporters_countEachRecordingOnce() throws Exception {
        List<Future<Incident>> reports = new ArrayList<>();
        try (ExecutorService reporters = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 12; i++) {
                int from = i * 5;
                // Every recording is reported by two of them.
                reports.add(reporters.submit(() -> store.report(KEY, aSighting(AT, from, from + 10))));
            }
        }
        for (Future<Incident> report : reports) {
            assertThat(report.get().key()).isEqualTo(KEY);
        }

        Incident incident = store.find(KEY).orElseThrow();
        assertThat(incident.recordings()).isEqualTo(65);
        assertThat(store.recordings(incident, Optional.empty(), 100)).hasSize(65);
    }

    @Test
    void foundByItself_needsNoRecording() {
        Incident incident = store.report(new IncidentKey(Cause.QUOTA_EXCEEDED, "account:123456789012"),
                Sighting.of(AT, Set.of(), List.of("CreateStorageConfiguration: the quota of 5 is reached.")));

        assertThat(incident.recordings()).isZero();
        assertThat(store.open(Optional.empty(), 1)).containsExactly(incident);
    }
}
