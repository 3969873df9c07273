package io.ivsorchestrator.query;

import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * For how long media is kept: a number of days after a recording's end per kind; a kind without one is kept for ever.
 *
 * @param days by kind, each at least one
 */
public record Retention(Map<RecordingKind, Integer> days) {
    private static final int MAX_DAYS = 36_500;

    /** Nothing is deleted by age. */
    public static final Retention FOR_EVER = new Retention(Map.of());

    public Retention {
        days = Collections.unmodifiableMap(days.isEmpty() ? Map.of() : new EnumMap<>(days));
    }

    /**
     * Reads a policy: {@code keep}, or kinds with their days such as {@code channel=365,participant=30}.
     *
     * @throws IllegalArgumentException if it says something else
     */
    public static Retention parse(String text) {
        if (text.equals("keep")) {
            return FOR_EVER;
        }
        Map<RecordingKind, Integer> days = new EnumMap<>(RecordingKind.class);
        for (String part : text.split(",", -1)) {
            String[] sides = part.strip().split("=", -1);
            Optional<RecordingKind> kind = Stream.of(RecordingKind.values())
                    .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(sides[0])).findFirst();
            boolean number = sides.length == 2 && sides[1].length() <= 5 && !sides[1].isEmpty()
                    && sides[1].chars().allMatch(c -> c >= '0' && c <= '9');
            if (kind.isEmpty() || !number || days.put(kind.get(), Integer.parseInt(sides[1])) != null
                    || days.get(kind.get()) < 1 || days.get(kind.get()) > MAX_DAYS) {
                throw new IllegalArgumentException("retention must be \"keep\", or days (1 to " + MAX_DAYS
                        + ") by kind such as channel=365,participant=30,composite=365; is \"" + text + '"');
            }
        }
        return new Retention(days);
    }

    /** When the policy asks for the deletion; empty if it does not, or if the recording goes on. */
    public Optional<Instant> due(RecordingSummary recording) {
        return Optional.ofNullable(days.get(recording.kind()))
                .filter(_ -> recording.state().terminal())
                .map(it -> recording.endedAt().orElse(recording.startedAt()).plus(Duration.ofDays(it)));
    }

    /** Until when media is kept, and why. */
    Optional<Kept> kept(RecordingSummary recording) {
        if (recording.deleted()) {
            return Optional.empty();
        }
        if (!recording.keeping().holds().isEmpty()) {
            return Optional.of(new Kept(Optional.empty(), Kept.By.HOLD));
        }
        Optional<Kept> policy = due(recording).map(it -> new Kept(Optional.of(it), Kept.By.POLICY));
        Optional<Kept> lifecycle = recording.keeping().expiresAt()
                .map(it -> new Kept(Optional.of(it), Kept.By.LIFECYCLE));
        return Stream.of(policy, lifecycle).flatMap(Optional::stream)
                .min(Comparator.comparing(it -> it.until().orElseThrow()));
    }

    /**
     * Until when.
     *
     * @param until empty for no end that is known
     */
    record Kept(Optional<Instant> until, By by) {
        enum By {
            /** As long as a hold is set; a lifecycle rule of the bucket does not know of it. */
            HOLD,
            /** Our retention. */
            POLICY,
            /** A rule of the bucket. */
            LIFECYCLE
        }
    }
}
