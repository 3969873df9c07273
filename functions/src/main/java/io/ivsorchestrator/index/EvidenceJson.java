package io.ivsorchestrator.index;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.events.RecordingChange;
import io.ivsorchestrator.events.StreamChange;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Facts;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.recording.Sequencer;
import io.ivsorchestrator.recording.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Facts as JSON: {@code {"facts":[{"type":...,"subject":...,"time":...},...]}}, sorted by identity, absent values left out. */
public final class EvidenceJson {
    private EvidenceJson() {
    }

    static String write(Facts facts) {
        return JsonText.object(json -> json.objects("facts", facts.stream().toList(), EvidenceJson::write));
    }

    /** @throws io.ivsorchestrator.events.json.JsonException if the text was not written by {@link #write} */
    static Facts read(String json) {
        List<Evidence> evidence = JsonObject.parse(json).objects("facts").stream().map(EvidenceJson::readOne).toList();
        return Facts.of(evidence);
    }

    /** One fact's members. */
    public static void write(JsonText json, Evidence evidence) {
        json.text("type", type(evidence)).text("subject", evidence.subject().text()).time("time", evidence.time());
        switch (evidence) {
            case Evidence.ChannelRecordingReported it -> {
                json.text("change", it.change().name()).text("channel", it.channel().value());
                location(json, it.location());
                json.text("streamId", it.streamId()).texts("streamIds", it.streamIds())
                        .text("recordingSessionId", it.recordingSessionId()).text("channelName", it.channelName())
                        .duration("durationMs", it.duration()).text("reason", it.reason());
            }
            case Evidence.ParticipantRecordingReported it -> {
                json.text("change", it.change().name()).text("stage", it.stage().value());
                location(json, Optional.of(it.location()));
                json.text("sessionId", it.sessionId()).text("participantId", it.participantId())
                        .duration("durationMs", it.duration()).text("errorCode", it.errorCode())
                        .text("reason", it.reason());
            }
            case Evidence.CompositionReported it -> json.text("change", it.change().name())
                    .text("composition", it.composition().value()).text("stage", it.stage().value())
                    .text("destinationId", it.destinationId()).text("errorCode", it.errorCode())
                    .text("reason", it.reason());
            case Evidence.StreamReported it -> json.text("change", it.change().name())
                    .text("channel", it.channel().value()).text("channelName", it.channelName())
                    .text("reason", it.reason()).text("code", it.code());
            case Evidence.UserSeen it -> json.text("userId", it.userId());
            case Evidence.ParticipantReported it -> json.text("change", it.change().name())
                    .text("stage", it.stage().value()).text("errorCode", it.errorCode())
                    .text("related", it.related());
            case Evidence.MetadataFound it -> {
                json.text("file", it.file().name());
                location(json, Optional.of(it.location()));
                json.object("metadata", metadata -> MetadataJson.write(metadata, it.metadata()));
            }
            case Evidence.MetadataUnread it -> {
                json.text("file", it.file().name());
                location(json, Optional.of(it.location()));
                json.text("reason", it.reason().name()).text("detail", it.detail());
            }
            case Evidence.ObjectChanged it -> {
                json.text("file", it.file().name());
                location(json, Optional.of(it.location()));
                json.text("change", it.change().name()).text("versionId", it.versionId())
                        .text("sequencer", it.sequencer().value());
            }
            case Evidence.Inspected it -> {
                location(json, Optional.of(it.location()));
                json.object("result", result -> InspectionJson.write(result, it.result()));
            }
            case Evidence.Salvaged it -> {
                location(json, Optional.of(it.location()));
                json.object("result", result -> SalvageJson.write(result, it.result()));
            }
            case Evidence.RecordingTold it -> {
                json.text("state", it.state().name()).text("resource", it.resource().value());
                location(json, it.location());
                json.time("startedAt", it.startedAt()).time("endedAt", it.endedAt()).text("code", it.code());
            }
            case Evidence.UserTold it -> json.text("userId", it.userId());
            case Evidence.MediaMissed it -> location(json, Optional.of(it.location()));
            case Evidence.ReplacedBy it -> json.text("by", it.by().text());
            case Evidence.Superseded it -> json.text("by", it.by().text())
                    .text("recordingSessionId", it.recordingSessionId());
            case Evidence.ExpiryTold it -> json.text("file", it.file().name()).time("until", it.until());
            case Evidence.HoldChanged it -> json.text("name", it.name()).text("change", it.change().name())
                    .text("by", it.by()).text("note", it.note());
            case Evidence.DeletionReported it -> json.text("change", it.change().name()).text("by", it.by())
                    .text("detail", it.detail()).number("objects", it.objects())
                    .time("tombstoneUntil", it.tombstoneUntil());
        }
    }

    /** Stored names, which outlive the names of classes. */
    private static String type(Evidence evidence) {
        return switch (evidence) {
            case Evidence.ChannelRecordingReported _ -> "ChannelRecordingReported";
            case Evidence.ParticipantRecordingReported _ -> "ParticipantRecordingReported";
            case Evidence.CompositionReported _ -> "CompositionReported";
            case Evidence.StreamReported _ -> "StreamReported";
            case Evidence.UserSeen _ -> "UserSeen";
            case Evidence.ParticipantReported _ -> "ParticipantReported";
            case Evidence.MetadataFound _ -> "MetadataFound";
            case Evidence.MetadataUnread _ -> "MetadataUnread";
            case Evidence.ObjectChanged _ -> "ObjectChanged";
            case Evidence.Superseded _ -> "Superseded";
            case Evidence.RecordingTold _ -> "RecordingTold";
            case Evidence.UserTold _ -> "UserTold";
            case Evidence.MediaMissed _ -> "MediaMissed";
            case Evidence.ReplacedBy _ -> "ReplacedBy";
            case Evidence.Salvaged _ -> "Salvaged";
            case Evidence.Inspected _ -> "Inspected";
            case Evidence.ExpiryTold _ -> "ExpiryTold";
            case Evidence.HoldChanged _ -> "HoldChanged";
            case Evidence.DeletionReported _ -> "DeletionReported";
        };
    }

    private static void location(JsonText json, Optional<S3Location> location) {
        location.ifPresent(it -> json.text("bucket", it.bucket()).text("prefix", it.prefix()));
    }

    private static Evidence readOne(JsonObject json) {
        Instant time = json.requireInstant("time");
        return switch (json.requireString("type")) {
            case "ChannelRecordingReported" -> new Evidence.ChannelRecordingReported(recording(json), time,
                    RecordingChange.valueOf(json.requireString("change")), arn(json, "channel"),
                    json.string("bucket").map(bucket -> new S3Location(bucket, json.requireString("prefix"))),
                    json.requireString("streamId"), new TreeSet<>(json.strings("streamIds")),
                    json.string("recordingSessionId"), json.string("channelName"), JsonText.duration(json),
                    json.string("reason"));
            case "ParticipantRecordingReported" -> new Evidence.ParticipantRecordingReported(
                    subject(json, RecordingId.Participant.class), time,
                    RecordingChange.valueOf(json.requireString("change")), arn(json, "stage"), location(json),
                    json.requireString("sessionId"), json.requireString("participantId"), JsonText.duration(json),
                    json.string("errorCode"), json.string("reason"));
            case "CompositionReported" -> new Evidence.CompositionReported(subject(json, Subject.Composition.class),
                    time, CompositionChange.valueOf(json.requireString("change")), arn(json, "composition"),
                    arn(json, "stage"), json.string("destinationId"), json.string("errorCode"), json.string("reason"));
            case "StreamReported" -> new Evidence.StreamReported(subject(json, Subject.StreamSession.class), time,
                    StreamChange.valueOf(json.requireString("change")), arn(json, "channel"),
                    json.string("channelName"), json.string("reason"), json.string("code"));
            case "UserSeen" -> new Evidence.UserSeen(subject(json, Subject.StageParticipant.class), time,
                    json.requireString("userId"));
            case "ParticipantReported" -> new Evidence.ParticipantReported(
                    subject(json, Subject.StageParticipant.class), time,
                    Evidence.ParticipantChange.valueOf(json.requireString("change")), arn(json, "stage"),
                    json.string("errorCode"), json.string("related"));
            case "MetadataFound" -> new Evidence.MetadataFound(recording(json), time, file(json), location(json),
                    MetadataJson.read(json.requireObject("metadata")));
            case "MetadataUnread" -> new Evidence.MetadataUnread(recording(json), time, file(json), location(json),
                    Evidence.UnreadReason.valueOf(json.requireString("reason")), json.string("detail").orElse(""));
            case "ObjectChanged" -> new Evidence.ObjectChanged(recording(json), time, file(json), location(json),
                    Evidence.ObjectChange.valueOf(json.requireString("change")), json.string("versionId"),
                    new Sequencer(json.requireString("sequencer")));
            case "Salvaged" -> new Evidence.Salvaged(recording(json), time, location(json),
                    SalvageJson.read(json.requireObject("result")));
            case "Inspected" -> new Evidence.Inspected(recording(json), time, location(json),
                    InspectionJson.read(json.requireObject("result")));
            case "RecordingTold" -> new Evidence.RecordingTold(recording(json), time,
                    RecordingState.valueOf(json.requireString("state")), arn(json, "resource"),
                    json.string("bucket").map(bucket -> new S3Location(bucket, json.requireString("prefix"))),
                    json.instant("startedAt"), json.instant("endedAt"), json.string("code"));
            case "UserTold" -> new Evidence.UserTold(subject(json, Subject.StageParticipant.class), time,
                    json.requireString("userId"));
            case "MediaMissed" -> new Evidence.MediaMissed(recording(json), time, location(json));
            case "ReplacedBy" -> new Evidence.ReplacedBy(subject(json, RecordingId.Participant.class), time,
                    RecordingId.parse(json.requireString("by")).filter(RecordingId.Participant.class::isInstance)
                            .map(RecordingId.Participant.class::cast)
                            .orElseThrow(() -> json.error("by", "must be a participant recording's id")));
            case "Superseded" -> new Evidence.Superseded(subject(json, RecordingId.UnrecordedStream.class), time,
                    RecordingId.parse(json.requireString("by")).filter(RecordingId.Channel.class::isInstance)
                            .map(RecordingId.Channel.class::cast)
                            .orElseThrow(() -> json.error("by", "must be a channel recording's id")),
                    json.requireString("recordingSessionId"));
            case "ExpiryTold" -> new Evidence.ExpiryTold(recording(json), time, file(json),
                    json.requireInstant("until"));
            case "HoldChanged" -> new Evidence.HoldChanged(recording(json), time, json.requireString("name"),
                    Evidence.HoldChange.valueOf(json.requireString("change")), json.requireString("by"),
                    json.string("note"));
            case "DeletionReported" -> new Evidence.DeletionReported(recording(json), time,
                    Evidence.DeletionChange.valueOf(json.requireString("change")), json.requireString("by"),
                    json.string("detail"), json.integer("objects"), json.instant("tombstoneUntil"));
            default -> throw json.error("type", "is no type of evidence that this version knows");
        };
    }

    private static RecordingId recording(JsonObject json) {
        return subject(json, RecordingId.class);
    }

    private static <S extends Subject> S subject(JsonObject json, Class<S> type) {
        return Subject.parse(json.requireString("subject")).filter(type::isInstance).map(type::cast)
                .orElseThrow(() -> json.error("subject", "must be a " + type.getSimpleName()));
    }

    private static Arn arn(JsonObject json, String name) {
        return new Arn(json.requireString(name));
    }

    private static S3Location location(JsonObject json) {
        return new S3Location(json.requireString("bucket"), json.requireString("prefix"));
    }

    private static MetadataFile file(JsonObject json) {
        return MetadataFile.valueOf(json.requireString("file"));
    }
}
