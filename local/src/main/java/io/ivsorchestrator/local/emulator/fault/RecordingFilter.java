package io.ivsorchestrator.local.emulator.fault;

import io.ivsorchestrator.local.ivs.studio.Recorded;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which recordings a fault is about; what is absent or empty does not matter.
 *
 * @param about ids of a channel, stage, participant or composition, or users' ids; one must fit
 */
public record RecordingFilter(Optional<Recorded.Kind> kind, List<String> about) {
    public RecordingFilter {
        about = List.copyOf(about);
    }

    boolean matches(Recorded recording) {
        return kind.filter(wanted -> wanted != recording.kind()).isEmpty()
                && (about.isEmpty() || about.stream().anyMatch(id -> isOf(recording, id)));
    }

    private static boolean isOf(Recorded recording, String id) {
        return Stream.of(recording.sourceArn(), recording.compositionArn()).anyMatch(arn -> arn.endsWith("/" + id))
                || recording.participantId().equals(id) || recording.userId().equals(id);
    }
}
