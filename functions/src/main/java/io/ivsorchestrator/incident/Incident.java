package io.ivsorchestrator.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One cause on one resource, from the first failure to the next recording that works. A value: every change gives another
 * one, and none reads a clock.
 *
 * @param opened      time of the failure that opened it
 * @param since       time of the earliest failure, which may become known later
 * @param lastSeen    time of the last one
 * @param recordings  how many recordings failed for it, each counted once
 * @param coolsUntil  after something was done: failures until then are counted and lead to nothing else. Stays when a later
 *                    recording worked, for what is told of the time before only then
 * @param closed      when a later recording worked
 * @param affected    ARNs of channels and stages that were hit, the first {@value #MAX_AFFECTED}
 * @param symptoms    how it shows, the first {@value #MAX_SYMPTOMS}
 * @param findings    what was found by looking, the latest look
 * @param attempts    what was done, the last {@value #MAX_ATTEMPTS}, oldest first
 * @param notices     who was told what, the last {@value #MAX_NOTICES}, oldest first
 * @param leasedUntil somebody works on it until then; one look, one repair and one message at a time
 */
public record Incident(IncidentKey key, Instant opened, Instant since, Instant lastSeen, long recordings,
        Optional<Instant> coolsUntil, Optional<Instant> closed, SortedSet<String> affected, SortedSet<String> symptoms,
        List<String> findings, List<Attempt> attempts, List<Notice> notices, Optional<Instant> leasedUntil) {
    static final int MAX_AFFECTED = 50;
    static final int MAX_SYMPTOMS = 50;
    static final int MAX_ATTEMPTS = 20;
    static final int MAX_NOTICES = 20;

    public Incident {
        affected = Collections.unmodifiableSortedSet(new TreeSet<>(affected));
        symptoms = Collections.unmodifiableSortedSet(new TreeSet<>(symptoms));
        findings = List.copyOf(findings);
        attempts = List.copyOf(attempts);
        notices = List.copyOf(notices);
    }

    /** The first failure. */
    public static Incident open(IncidentKey key, Sighting sighting) {
        return new Incident(key, sighting.at(), sighting.at(), sighting.at(), 0, Optional.empty(), Optional.empty(),
                new TreeSet<>(),
                new TreeSet<>(), List.of(), List.of(), List.of(), Optional.empty()).seen(sighting,
                        sighting.recordings().size());
    }

    /** Readable and URL-safe: the cause, the resource's digest and when it opened. */
    public String id() {
        return key.id() + "." + opened.getEpochSecond();
    }

    /** How it stands. */
    public State state() {
        if (closed.isPresent()) {
            return State.CLOSED;
        }
        return coolsUntil.isPresent() ? State.COOLING : State.OPEN;
    }

    /** See {@link Incident#state()}. */
    public enum State {
        /** Recordings fail. */
        OPEN,
        /** Something was done about it; the next recording will show whether it helped. */
        COOLING,
        /** A later recording worked. */
        CLOSED
    }

    /**
     * Another failure. One after the cool-down shows that what was done did not help.
     *
     * @param counted how many of the sighting's recordings are not counted yet
     */
    public Incident seen(Sighting sighting, int counted) {
        boolean cooled = coolsUntil.filter(until -> sighting.at().isAfter(until)).isPresent();
        return new Incident(key, opened, since.isBefore(sighting.at()) ? since : sighting.at(),
                lastSeen.isAfter(sighting.at()) ? lastSeen : sighting.at(), recordings + counted,
                cooled ? Optional.empty() : coolsUntil, closed, union(affected, sighting.affected(), MAX_AFFECTED),
                union(symptoms, sighting.symptoms(), MAX_SYMPTOMS),
                sighting.findings().isEmpty() ? findings : sighting.findings(), attempts, notices, leasedUntil);
    }

    private static NavigableSet<String> union(Set<String> known, Collection<String> more, int limit) {
        NavigableSet<String> union = new TreeSet<>(known);
        more.stream().sorted().filter(each -> union.size() < limit).forEach(union::add);
        return union;
    }

    /** Whether a failure at that time belongs to this incident; one after it was closed opens another. */
    public boolean covers(Instant failure) {
        return closed.isEmpty() || !failure.isAfter(closed.get());
    }

    /**
     * Whether its cause was there at that time, so that it is why something failed then of which nothing can be seen any more.
     * It was there until the end of the cool-down after a repair, and at most until a later recording worked. Where neither is
     * known it may have been put right since by hand, or by who took the incident and did not live to write down what was done.
     *
     * @param before how long before the failure that opened the incident, as events come in any order
     * @param after  how long after its last failure, where nobody knows until when
     */
    public boolean wasThere(Instant failure, Duration before, Duration after) {
        Instant supposed = leasedUntil.filter(lastSeen.plus(after)::isBefore).orElse(lastSeen.plus(after));
        Instant end = coolsUntil.or(() -> closed).orElse(supposed);
        return covers(failure) && !failure.isAfter(end) && !failure.isBefore(opened.minus(before));
    }

    /** Something was done, or refused, or would be done. */
    public Incident attempted(Attempt attempt) {
        return with(coolsUntil, closed, last(attempts, attempt, MAX_ATTEMPTS), notices, leasedUntil);
    }

    /** Failures are only counted from now on until the cool-down is over. */
    public Incident coolingUntil(Instant until) {
        return with(Optional.of(until), closed, attempts, notices, leasedUntil);
    }

    /** People were told. */
    public Incident noticed(Notice notice) {
        return with(coolsUntil, closed, attempts, last(notices, notice, MAX_NOTICES), leasedUntil);
    }

    private static <T> List<T> last(List<T> known, T one, int limit) {
        List<T> all = new ArrayList<>(known);
        all.add(one);
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    /**
     * A recording that began after the last failure works; one that began before shows nothing. Where one works because of a
     * repair that came after it had begun, others may have failed until the repair.
     */
    public Incident worked(Instant recordingStarted) {
        boolean shows = closed.isEmpty() && recordingStarted.isAfter(lastSeen);
        Instant end = Stream.concat(Stream.of(recordingStarted), done()).max(Comparator.naturalOrder()).orElseThrow();
        return shows ? with(coolsUntil, Optional.of(end), attempts, notices, leasedUntil) : this;
    }

    private Stream<Instant> done() {
        return attempts.stream().filter(attempt -> attempt.outcome() == Attempt.Outcome.DONE).map(Attempt::at);
    }

    /** Whether somebody works on it. */
    public boolean leased(Instant now) {
        return leasedUntil.filter(until -> until.isAfter(now)).isPresent();
    }

    /** Somebody starts to work on it. */
    public Incident leasedFor(Instant now, Duration length) {
        return with(coolsUntil, closed, attempts, notices, Optional.of(now.plus(length)));
    }

    /** Nobody works on it. */
    public Incident released() {
        return with(coolsUntil, closed, attempts, notices, Optional.empty());
    }

    private Incident with(Optional<Instant> cools, Optional<Instant> end, List<Attempt> done, List<Notice> told,
            Optional<Instant> lease) {
        return new Incident(key, opened, since, lastSeen, recordings, cools, end, affected, symptoms, findings, done,
                told,
                lease);
    }
}
