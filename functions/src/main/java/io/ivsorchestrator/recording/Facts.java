package io.ivsorchestrator.recording;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that was told about one subject: the facts by their identity, sorted by it. Joining is a semilattice (commutative,
 * associative, idempotent), because it is one per identity: {@link Evidence#over} chooses by total orders.
 */
public final class Facts {
    public static final Facts NONE = new Facts(Collections.emptySortedMap());

    private final SortedMap<String, Evidence> byKey;

    private Facts(SortedMap<String, Evidence> byKey) {
        this.byKey = byKey;
    }

    public static Facts of(Collection<? extends Evidence> evidence) {
        return NONE.join(evidence);
    }

    /** Whether joining the evidence would change nothing. */
    public boolean knows(Evidence evidence) {
        Evidence known = byKey.get(key(evidence));
        return known != null && (known.equals(evidence) || known.over(evidence).equals(known));
    }

    /** This very object if the evidence tells nothing new. */
    public Facts join(Evidence evidence) {
        return join(List.of(evidence));
    }

    /** This very object if the evidence tells nothing new. */
    public Facts join(Collection<? extends Evidence> evidence) {
        SortedMap<String, Evidence> joined = new TreeMap<>(byKey);
        boolean changed = false;
        for (Evidence each : evidence) {
            String key = key(each);
            Evidence known = joined.get(key);
            // Equal ones first: a repeated delivery is the most common case and needs no order.
            if (!each.equals(known)) {
                Evidence kept = known == null ? each : known.over(each);
                changed |= !kept.equals(known);
                joined.put(key, kept);
            }
        }
        return changed ? new Facts(joined) : this;
    }

    public Facts join(Facts other) {
        return join(other.byKey.values());
    }

    /**
     * A recording also holds facts about its streams, participants and composition; the same identity about two of those
     * is two facts.
     */
    private static String key(Evidence evidence) {
        return switch (evidence.subject()) {
            case RecordingId.UnrecordedStream unrecorded -> evidence.identity() + "@" + unrecorded.streamId();
            case RecordingId _ -> evidence.identity();
            case Subject.StreamSession stream -> evidence.identity() + "@" + stream.streamId();
            case Subject.StageParticipant participant ->
                    evidence.identity() + "@" + participant.sessionId() + "." + participant.participantId();
            case Subject.Composition _ -> evidence.identity();
        };
    }

    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    public Stream<Evidence> stream() {
        return byKey.values().stream();
    }

    /** The facts of one type. */
    public <E extends Evidence> Stream<E> of(Class<E> type) {
        return stream().filter(type::isInstance).map(type::cast);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Facts facts && byKey.equals(facts.byKey);
    }

    @Override
    public int hashCode() {
        return byKey.hashCode();
    }

    @Override
    public String toString() {
        return byKey.toString();
    }
}
