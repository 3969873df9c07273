package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.incident.Attempt;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentKey;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.recording.RecordingSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Looks after incidents, one worker at a time: repairs, tells, and closes one when a later recording works. */
final class Treatment {
    /** How long after a repair failures are only counted: S3 takes a while to apply a policy everywhere. */
    static final Duration COOL_DOWN = Duration.ofMinutes(5);
    private static final int MAX_OPEN = 1000;

    private final IncidentStore incidents;
    private final Remedies remedies;
    private final Announcements announcements;
    private final OwnMessages messages;
    private final InstantSource clock;

    Treatment(IncidentStore incidents, Remedies remedies, Announcements announcements, OwnMessages messages,
            InstantSource clock) {
        this.incidents = incidents;
        this.remedies = remedies;
        this.announcements = announcements;
        this.messages = messages;
        this.clock = clock;
    }

    /** Looks after one incident, unless somebody else does or nothing is left to do. */
    void work(IncidentKey key, List<Told> told, Batch batch) {
        told.forEach(each -> batch.became(each.message(), new Outcome.Linked(key.id())));
        List<Told> latestFirst = Told.byTime(told).reversed();
        Instant now = clock.instant();
        if (incidents.find(key).filter(it -> isDue(it, latestFirst, now)).isEmpty()) {
            return;
        }
        Optional<Incident> leased = incidents.lease(key, now, Recover.LEASE);
        if (leased.isEmpty()) {
            // Whoever has it may not live to tell, and their message may be gone: one of ours leads back here, and
            // what was begun is gone on with by nobody else.
            batch.giveBack(
                    latestFirst.stream().filter(it -> it.continues() || it.equals(latestFirst.getFirst())).toList(),
                    "somebody else works on incident " + key.id());
            return;
        }
        int before = batch.attempts();
        Incident treated = remedy(leased.get(), latestFirst, now, batch);
        try {
            boolean tell = Announcements.isDue(treated, now) || batch.attempts() > before;
            if (tell && Announcements.isNews(latestFirst.getFirst().failed(), now)) {
                announcements.failing(treated, now, batch);
            }
        } finally {
            incidents.update(key, Incident::released);
        }
    }

    private boolean isDue(Incident incident, List<Told> latestFirst, Instant now) {
        boolean notice = Announcements.isDue(incident, now)
                && Announcements.isNews(latestFirst.getFirst().failed(), now);
        return notice || latestFirst.stream()
                .anyMatch(told -> remedies.next(incident, told.failed(), now, told.continues()).isPresent());
    }

    /**
     * Not released where this fails: what was repaired may not be written down, and until when the cause was there is only known
     * by the lease.
     */
    private Incident remedy(Incident leased, List<Told> latestFirst, Instant now, Batch batch) {
        Incident current = leased;
        try {
            for (Told told : latestFirst) {
                current = remedy(current, told, now, batch);
            }
            return current;
        } catch (IvsRefusedException refused) {
            // Nothing was done that doing it again would harm.
            incidents.update(leased.key(), Incident::released);
            throw refused;
        }
    }

    /** Everything whose turn it is for one failure, each written down before the next. */
    private Incident remedy(Incident incident, Told told, Instant now, Batch batch) {
        Incident current = incident;
        Optional<Remedy> next = remedies.next(current, told.failed(), now, told.continues());
        while (next.isPresent()) {
            if (!batch.inTime()) {
                batch.giveBack(List.of(told), Batch.NO_TIME);
                return current;
            }
            Attempt attempt = remedies.apply(next.get(), told.failed(), clock);
            boolean begun = attempt.outcome() == Attempt.Outcome.STARTED;
            if (begun) {
                // Before it is written down: whoever dies in between begins again.
                messages.goOn(told);
            }
            boolean repair = next.get().permission() == RecoveryMode.Permission.REPAIR;
            current = incidents.update(current.key(), it -> noted(it, attempt, repair)).orElseThrow();
            if (attempt.concluded()) {
                batch.attempted();
            }
            next = begun ? Optional.empty() : remedies.next(current, told.failed(), now, false);
        }
        return current;
    }

    private static Incident noted(Incident incident, Attempt attempt, boolean repair) {
        boolean begun = attempt.outcome() == Attempt.Outcome.STARTED;
        boolean known = begun && incident.attempts().stream().anyMatch(it -> it.remark().equals(attempt.remark())
                && it.after().equals(attempt.after()));
        Incident noted = known ? incident : incident.attempted(attempt);
        boolean cools = repair && (begun || attempt.concluded()) && noted.closed().isEmpty();
        return cools ? noted.coolingUntil(attempt.at().plus(COOL_DOWN)) : noted;
    }

    /** Closes the incidents whose cause recordings that work show to be gone. */
    void close(List<Told> successes, Batch batch) {
        List<Incident> open = incidents.open(Optional.empty(), MAX_OPEN);
        for (Told told : successes) {
            open.stream().filter(incident -> showsOver(told, incident)).map(Incident::key)
                    .forEach(key -> close(key, told.event().recording(), batch));
        }
    }

    private static boolean showsOver(Told works, Incident incident) {
        boolean proves = switch (incident.key().cause().proof()) {
            case START -> true;
            case END -> works.event().change() == OutboundChange.ENDED;
        };
        FailedRecording it = works.failed();
        return proves && it.concernedBy(incident, it.bucket());
    }

    private void close(IncidentKey key, RecordingSummary works, Batch batch) {
        Optional<Incident> before = incidents.find(key);
        Optional<Incident> after = incidents.update(key, it -> it.worked(works.startedAt()));
        boolean over = before.filter(it -> it.state() != Incident.State.CLOSED).isPresent()
                && after.filter(it -> it.state() == Incident.State.CLOSED).isPresent();
        if (over) {
            batch.closed();
            if (!after.get().notices().isEmpty()) {
                announcements.over(after.get(), works.id(), clock.instant(), batch);
            }
        }
    }
}
