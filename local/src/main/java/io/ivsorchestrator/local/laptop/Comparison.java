package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares an index with what was really recorded.
 *
 * <p>What left a metadata object in S3 must be there exactly as it was. What left none, such as a start that failed, is known from
 * IVS's events alone, and those may be lost: there it may be missing or older than the truth, but only if a lost event was about
 * it. A composition's destination that failed to start makes no recording.
 */
public final class Comparison {
    private final List<String> differences = new ArrayList<>();
    private final Map<String, RecordingSummary> indexed = new HashMap<>();
    private final Set<String> expected = new HashSet<>();
    private final List<String> lost;
    private int exact;
    private int excused;

    private Comparison(Collection<RecordingSummary> index, List<String> lost) {
        this.lost = lost;
        index.forEach(recording -> indexed.put(recording.id().text(), recording));
    }

    /**
     * What was found.
     *
     * @param exact recordings that the index has as they were; streams, sessions and users that only a lost event told may be
     *     missing
     * @param excused recordings of which the index knows less, because an event about them was lost and S3 has no metadata
     * @param differences what ought not to be; empty if the index equals the truth
     */
    public record Result(int exact, int excused, List<String> differences) {
        public Result {
            differences = List.copyOf(differences);
        }
    }

    /**
     * Compares.
     *
     * @param lost the IVS events that never came, as JSON text
     */
    public static Result of(Collection<RecordingSummary> index, List<Recorded> truth, List<String> lost) {
        Comparison comparison = new Comparison(index, lost);
        truth.forEach(comparison::compare);
        comparison.indexed.forEach((id, recording) -> {
            if (!comparison.expected.contains(id) && recording.supersededBy().isEmpty()) {
                comparison.differences.add(id + " is in the index and was never recorded");
            }
        });
        return new Result(comparison.exact, comparison.excused, comparison.differences);
    }

    private void compare(Recorded truth) {
        String id = id(truth);
        expected.add(id);
        boolean metadata = truth.metadata() != Recorded.Metadata.NONE;
        RecordingSummary found = indexed.get(id);
        if (found == null) {
            boolean unknowable = truth.kind() == Recorded.Kind.COMPOSITE || lostAbout(truth);
            if (metadata || !unknowable) {
                differences.add(id + " is missing: " + truth);
            } else {
                excused++;
            }
            return;
        }
        List<String> wrong = new ArrayList<>();
        boolean told = !lostAbout(truth);
        boolean ended = truth.metadata() == Recorded.Metadata.ENDED || truth.metadata() == Recorded.Metadata.FAILED;
        state(truth, found, told || ended).ifPresent(wrong::add);
        if (metadata) {
            differs("bucket and prefix", Optional.of(truth.bucket() + "/" + truth.prefix()),
                    found.location().map(at -> at.bucket() + "/" + at.prefix())).ifPresent(wrong::add);
            differs("start", truth.startedAt(), found.startedAt()).ifPresent(wrong::add);
        }
        if (ended) {
            differs("end", Optional.ofNullable(truth.endedAt()), found.endedAt()).ifPresent(wrong::add);
        }
        if (truth.metadata() == Recorded.Metadata.ENDED) {
            differs("duration", Optional.of(truth.duration()), found.duration()).ifPresent(wrong::add);
        }
        names("streams", truth.streamIds(), found.streamIds(), told).ifPresent(wrong::add);
        names("sessions", truth.sessionIds(), found.sessionIds(), told).ifPresent(wrong::add);
        names("users", truth.userId().isEmpty() ? List.of() : List.of(truth.userId()), found.userIds(), told)
                .ifPresent(wrong::add);
        if (wrong.isEmpty()) {
            exact += told || ended ? 1 : 0;
            excused += told || ended ? 0 : 1;
        } else {
            differences.add(id + ": " + String.join("; ", wrong));
        }
    }

    private static Optional<String> state(Recorded truth, RecordingSummary found, boolean known) {
        RecordingState wanted = switch (truth.state()) {
            case ACTIVE -> RecordingState.ACTIVE;
            case STOPPED -> RecordingState.STOPPED;
            case FAILED -> RecordingState.FAILED;
        };
        if (!known && found.state().compareTo(wanted) <= 0) {
            return Optional.empty();
        }
        return differs("state", wanted, found.state());
    }

    /** With lost events some may be unknown; what is known must be true. */
    private static Optional<String> names(String what, List<String> truth, Set<String> found, boolean all) {
        Set<String> wanted = new TreeSet<>(truth);
        return !all && wanted.containsAll(found) ? Optional.empty() : differs(what, wanted, found);
    }

    private static Optional<String> differs(String what, Object truth, Object found) {
        return truth.equals(found)
                ? Optional.empty()
                : Optional.of(what + " " + shown(found) + " instead of " + shown(truth));
    }

    private static Object shown(Object value) {
        return value instanceof Optional<?> optional ? optional.<Object>map(it -> it).orElse("unknown") : value;
    }

    /** Whether an event that would have told something of it was lost. */
    private boolean lostAbout(Recorded truth) {
        List<String> ids = switch (truth.kind()) {
            case CHANNEL -> truth.streamIds();
            case PARTICIPANT -> List.of(truth.participantId());
            case COMPOSITE -> List.of(lastPart(truth.compositionArn()));
        };
        return lost.stream().anyMatch(event -> ids.stream().anyMatch(event::contains));
    }

    /** Put together here once more, so that not the index's own code says what it should be. */
    private static String id(Recorded truth) {
        String[] parts = truth.prefix().split("/", -1);
        return switch (truth.kind()) {
            case CHANNEL -> "channel." + lastPart(truth.sourceArn()) + "."
                    + (truth.prefix().isEmpty() ? truth.streamIds().getFirst() : parts[parts.length - 1]);
            case PARTICIPANT -> "participant." + String.join(".", parts);
            case COMPOSITE -> "composite." + lastPart(truth.compositionArn()) + "." + truth.destinationId();
        };
    }

    private static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
