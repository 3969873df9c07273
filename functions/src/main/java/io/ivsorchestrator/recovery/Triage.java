package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentKey;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.Sighting;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recovery.Examination.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the incident that each failure belongs to, by what is known or by looking, and counts it there. */
final class Triage {
    /** Failures with a symptom that led to an open incident are not looked at again within so long. */
    private static final Duration SAME_CAUSE = Duration.ofMinutes(10);
    /**
     * So long before an incident opened its cause may have been there: EventBridge delivers an event for up to 24 hours, so that
     * an earlier failure may become known later (EventBridge User Guide, "Retrying event delivery").
     */
    private static final Duration TOLD_LATER = Duration.ofHours(24);
    /** Of what failed longer ago a look at how things are now says nothing. */
    private static final Duration SEEN_FOR = Duration.ofDays(3);

    private final IncidentStore incidents;
    private final Examination examination;
    private final InstantSource clock;

    Triage(IncidentStore incidents, Examination examination, InstantSource clock) {
        this.incidents = incidents;
        this.examination = examination;
        this.clock = clock;
    }

    /**
     * Counts failures that look alike: having come together they have one cause, unless an incident explains some of them.
     *
     * @param batch is told of each where it was counted, also where this method fails afterwards
     */
    void count(List<Told> alike, Batch batch) {
        List<Told> open = explain(Told.byTime(alike), batch);
        if (open.isEmpty()) {
            return;
        }
        FailedRecording last = open.getLast().failed();
        Finding finding = last.at().isBefore(clock.instant().minus(SEEN_FOR))
                ? examination.byCode(last)
                : examination.examine(last);
        // Asked once more: somebody else may have found the cause and repaired it before we looked, and we saw nothing.
        List<Told> looked = explain(open, batch);
        if (looked.isEmpty()) {
            return;
        }
        if (finding.diagnosis() instanceof Diagnosis.Unknown unknown) {
            unexplained(looked, finding, unknown.key(), batch);
        } else {
            count(finding.diagnosis().key(), looked, finding.seen(), batch);
        }
    }

    /** Counts what the incident explains to which the symptom led last, and returns the others. */
    private List<Told> explain(List<Told> alike, Batch batch) {
        Optional<Incident> known = incidents.bySymptom(alike.getFirst().failed().symptom());
        Map<Boolean, List<Told>> explained = alike.stream().collect(Collectors.partitioningBy(
                told -> known.filter(incident -> explains(incident, told.failed())).isPresent()));
        List<Told> there = explained.getOrDefault(true, List.of());
        if (!there.isEmpty()) {
            count(known.orElseThrow().key(), there, List.of(), batch);
        }
        return explained.getOrDefault(false, List.of());
    }

    private static boolean explains(Incident incident, FailedRecording failed) {
        // Before an incident of no known cause there may have been another of a known one.
        Duration before = incident.key().cause() == Cause.UNKNOWN ? Duration.ZERO : TOLD_LATER;
        boolean tooEarly = failed.at().isBefore(incident.opened().minus(before));
        return !tooEarly && switch (incident.state()) {
            case OPEN -> !failed.at().isAfter(incident.lastSeen().plus(SAME_CAUSE));
            case COOLING -> incident.coolsUntil().filter(until -> !failed.at().isAfter(until)).isPresent();
            case CLOSED -> incident.covers(failed.at());
        };
    }

    /**
     * Nothing is wrong now. A failure of the time of an incident of the same bucket, channel or stage belongs to that: what
     * was wrong is put right since.
     */
    private void unexplained(List<Told> told, Finding finding, IncidentKey unknown, Batch batch) {
        List<Incident> nearby = nearby(told.getLast().failed(), finding);
        Map<Optional<IncidentKey>, List<Told>> byIncident = told.stream().collect(Collectors
                .groupingBy(each -> earlier(each.failed(), nearby), LinkedHashMap::new, Collectors.toList()));
        byIncident.forEach((earlier, some) -> count(earlier.orElse(unknown), some,
                earlier.isPresent() ? List.of() : finding.seen(), batch));
    }

    /** Incidents that may be why something failed there, the latest first. */
    private List<Incident> nearby(FailedRecording failed, Finding finding) {
        Optional<String> bucket = finding.bucket().map(Diagnosis::bucketArn);
        return Stream.concat(bucket.stream(), failed.source().map(Arn::value).stream())
                .flatMap(arn -> incidents.at(arn).stream()).distinct()
                .filter(incident -> failed.concernedBy(incident, finding.bucket()))
                .sorted(Comparator.comparing(Incident::opened).reversed()).toList();
    }

    private static Optional<IncidentKey> earlier(FailedRecording failed, List<Incident> nearby) {
        return nearby.stream().filter(incident -> incident.wasThere(failed.at(), TOLD_LATER, SAME_CAUSE))
                .map(Incident::key).findFirst();
    }

    private void count(IncidentKey key, List<Told> byTime, List<String> seen, Batch batch) {
        FailedRecording last = byTime.getLast().failed();
        boolean isNew = incidents.find(key).filter(incident -> incident.covers(last.at())).isEmpty();
        byTime.stream().collect(Collectors.groupingBy(told -> told.failed().at().equals(last.at()))).entrySet()
                .stream().sorted(Map.Entry.comparingByKey())
                .forEach(group -> batch.counted(incidents.report(key, sighting(group.getValue(), seen)).key(),
                        group.getValue()));
        if (isNew && batch.byIncident().containsKey(key)) {
            batch.opened();
        }
    }

    private static Sighting sighting(List<Told> told, List<String> seen) {
        Set<RecordingId> recordings = told.stream().map(each -> each.failed().id())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> affected = told.stream().flatMap(each -> each.failed().source().stream()).map(Arn::value)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> symptoms = told.stream().map(each -> each.failed().symptom())
                .collect(Collectors.toCollection(TreeSet::new));
        return new Sighting(told.getFirst().failed().at(), recordings, affected, symptoms, seen);
    }
}
