package io.ivsorchestrator.query;

import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.Metadata;
import io.ivsorchestrator.recording.Salvage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fact in a sentence, for people. */
final class FactText {
    private FactText() {
    }

    static String of(Evidence evidence) {
        return switch (evidence) {
            case Evidence.ChannelRecordingReported it -> sentence("IVS: " + it.change().text(),
                    List.of(it.channelName().map(name -> "channel " + name), Optional.of("stream " + it.streamId()),
                            it.duration().map(FactText::length), it.reason()));
            case Evidence.ParticipantRecordingReported it -> sentence("IVS: " + it.change().text(),
                    List.of(Optional.of("session " + it.sessionId()), it.duration().map(FactText::length),
                            it.errorCode(), it.reason()));
            case Evidence.CompositionReported it -> sentence("IVS: composition, " + it.change().text(),
                    List.of(it.destinationId().map(id -> "destination " + id), it.errorCode(), it.reason()));
            case Evidence.StreamReported it -> sentence("IVS: " + it.change().text(),
                    List.of(Optional.of("stream " + it.subject().streamId()), it.code(), it.reason()));
            case Evidence.UserSeen it -> "IVS: the participant's token names the user " + it.userId();
            case Evidence.ParticipantReported it -> sentence(
                    "IVS: participant " + it.change().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    List.of(it.errorCode(), it.related()));
            case Evidence.MetadataFound it -> metadata(it);
            case Evidence.MetadataUnread it -> "S3: " + it.file().path() + " could not be used (" + it.reason() + "): "
                    + it.detail();
            case Evidence.ObjectChanged it -> sentence("S3: " + it.file().path() + " was " + switch (it.change()) {
                case CREATED -> "written";
                case DELETED -> "deleted";
                case DELETE_MARKER_CREATED -> "hidden by a delete marker";
            }, List.of(it.versionId().map(id -> "version " + id)));
            case Evidence.RecordingTold it -> sentence("IVS API: the recording is " + it.state(),
                    List.of(it.startedAt().map(at -> "started " + at), it.endedAt().map(at -> "ended " + at),
                            it.code()));
            case Evidence.UserTold it -> "IVS API: the participant's user is " + it.userId();
            case Evidence.MediaMissed it -> "S3: nothing is left at " + it.location();
            case Evidence.ReplacedBy it -> "the failure that the API told is that of " + it.by().text();
            case Evidence.Superseded it -> "the failed start belongs to " + it.by().text();
            case Evidence.ExpiryTold it -> "S3: " + it.file().path() + " may be removed by a lifecycle rule from "
                    + it.until() + " on";
            case Evidence.Salvaged it -> switch (it.result()) {
                case Salvage.Playable playable -> "salvage: " + playable.segments() + " segments can be played, "
                        + length(playable.duration()) + ", " + playable.missing() + " are missing";
                case Salvage.Unsalvageable nothing -> "salvage: nothing can be played, " + nothing.because();
            };
            case Evidence.Inspected it -> "inspection: " + it.result().renditions().stream()
                    .map(rendition -> rendition.path() + " has " + rendition.segments() + " segments, "
                            + rendition.bytes() + " bytes, " + rendition.missing() + " missing")
                    .collect(Collectors.joining("; "));
            case Evidence.HoldChanged it -> sentence("hold \"" + it.name() + "\" " + switch (it.change()) {
                case SET -> "set";
                case RELEASED -> "released";
            } + " by " + it.by(), List.of(it.note()));
            case Evidence.DeletionReported it -> sentence("deletion " + switch (it.change()) {
                case REQUESTED -> "asked for by " + it.by();
                case BLOCKED -> "given up";
                case DONE -> "done: " + it.objects().orElse(0) + " object versions, none left";
            }, List.of(it.detail(), it.tombstoneUntil().map(until -> "remembered until " + until)));
        };
    }

    private static String metadata(Evidence.MetadataFound it) {
        Metadata metadata = it.metadata();
        return sentence("S3: " + it.file().path() + " says "
                + metadata.status().map(Enum::name).orElse("nothing that we know"),
                List.of(metadata.startedAt().map(at -> "started " + at), metadata.endedAt().map(at -> "ended " + at),
                        metadata.media().hls().flatMap(Media.Hls::duration).map(FactText::length),
                        metadata.message()));
    }

    private static String sentence(String beginning, List<Optional<String>> parts) {
        return Stream.concat(Stream.of(beginning), parts.stream().flatMap(Optional::stream))
                .collect(Collectors.joining(", "));
    }

    private static String length(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d:%02d.%03d long", duration.toHours(), duration.toMinutesPart(),
                duration.toSecondsPart(), duration.toMillisPart());
    }
}
