package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.query.Retention;
import io.ivsorchestrator.tests.simulation.TrueRecording.Document;
import io.ivsorchestrator.tests.simulation.TrueRecording.Rank;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * For how long media is kept in a world, and when that is over for a recording: so many days after its end or, where that is not
 * known, after its beginning.
 */
final class Retaining {
    static final Retaining FOR_EVER = new Retaining(Map.of());
    /** Who asks for what is due, as decision 24 names it. */
    static final String BY = "retention policy";
    private static final List<String> KINDS = List.of("channel", "participant", "composite");
    /** Longer than any world lasts. */
    private static final int LONG = 30;
    /** By then everything has ended. */
    private static final Duration STORY = Duration.ofHours(6);

    private final Map<String, Integer> days;
    /** Whose end the index is sure to know. */
    private final Set<TrueRecording> ended = new HashSet<>();

    private Retaining(Map<String, Integer> days) {
        this.days = days;
    }

    /** One kind for certain, others perhaps. */
    static Retaining of(Chance chance) {
        Map<String, Integer> days = new TreeMap<>();
        String first = chance.one(KINDS);
        for (String kind : KINDS) {
            if (kind.equals(first) || chance.in(0.6)) {
                days.put(kind, chance.one(List.of(1, 1, 1, 2, 2, LONG)));
            }
        }
        return new Retaining(days);
    }

    boolean isAnything() {
        return !days.isEmpty();
    }

    /** As a deployment is told it. */
    Retention policy() {
        return isAnything()
                ? Retention.parse(days.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue())
                        .collect(Collectors.joining(",")))
                : Retention.FOR_EVER;
    }

    /** When nothing more is learnt: what the metadata that is left says of the end is known. */
    void begin(List<TrueRecording> recordings) {
        recordings.stream().filter(TrueRecording::readable).filter(it -> it.documents().containsKey(Document.ENDED)
                || it.documents().containsKey(Document.FAILED)).forEach(ended::add);
    }

    /** Whether it can be due at that time. */
    boolean mayBeDue(TrueRecording recording, Instant now) {
        return isOver(recording, now, ended.contains(recording)
                ? recording.endedAt().orElseThrow()
                : recording.startedAt().orElse(Timeline.BEGINNING));
    }

    /** Whether it is due at that time, if the index knows that it is over. */
    boolean isDue(TrueRecording recording, Instant now) {
        return isOver(recording, now, recording.endedAt().orElse(Timeline.BEGINNING.plus(STORY)));
    }

    private boolean isOver(TrueRecording recording, Instant now, Instant end) {
        return recording.rank().compareTo(Rank.STOPPED) >= 0
                && kept(recording).filter(keep -> !end.plus(keep).isAfter(now)).isPresent();
    }

    private Optional<Duration> kept(TrueRecording recording) {
        return Optional.ofNullable(days.get(recording.id().substring(0, recording.id().indexOf('.'))))
                .map(Duration::ofDays);
    }
}
