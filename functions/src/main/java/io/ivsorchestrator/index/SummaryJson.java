package io.ivsorchestrator.index;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.Failure;
import io.ivsorchestrator.recording.Keeping;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A summary as JSON, the form in which the table keeps it and consumers get it; absent values are left out. */
public final class SummaryJson {
    private SummaryJson() {
    }

    public static String write(RecordingSummary summary) {
        return JsonText.object(json -> write(json, summary));
    }

    /** Its members, into an object that has others. */
    public static void write(JsonText json, RecordingSummary it) {
        json.text("id", it.id().text()).text("kind", it.kind().name()).text("state", it.state().name())
                .text("bucket", it.location().map(S3Location::bucket))
                .text("prefix", it.location().map(S3Location::prefix)).text("source", it.source().map(Arn::value))
                .text("channelName", it.channelName()).texts("streamIds", it.streamIds())
                .texts("sessionIds", it.sessionIds()).text("participantId", it.participantId())
                .texts("userIds", it.userIds()).time("startedAt", it.startedAt()).time("endedAt", it.endedAt())
                .duration("durationMs", it.duration());
        it.media().ifPresent(media -> json.object("media", object -> MetadataJson.write(object, media)));
        json.text("presence", it.presence().name()).text("unread", it.unread().map(Enum::name));
        it.failure().ifPresent(failure -> json.object("failure", object -> object.time("at", failure.at())
                .text("media", failure.partial() ? "PARTIAL" : "NONE").text("code", failure.code())
                .text("message", failure.message())));
        it.salvage().ifPresent(salvage -> json.object("salvage", object -> SalvageJson.write(object, salvage)));
        it.inspection().ifPresent(
                inspection -> json.object("inspection", object -> InspectionJson.write(object, inspection)));
        json.texts("sources", it.sources().stream().map(Enum::name).toList()).texts("supersededBy",
                it.supersededBy().stream().map(RecordingId::text).toList());
        json.time("lastSeenAt", it.keeping().lastSeenAt()).time("expiresAt", it.keeping().expiresAt()).texts("holds",
                it.keeping().holds());
        it.keeping().deletion().ifPresent(deletion -> json.object("deletion", object -> object
                .text("change", deletion.change().name()).time("at", deletion.at()).text("by", deletion.by())
                .text("detail", deletion.detail()).number("objects", deletion.objects())
                .time("tombstoneUntil", deletion.tombstoneUntil())));
    }

    /** @throws io.ivsorchestrator.events.json.JsonException if the text was not written by {@link #write} */
    public static RecordingSummary read(String text) {
        return read(JsonObject.parse(text));
    }

    /** @throws io.ivsorchestrator.events.json.JsonException if the object was not written by {@link #write} */
    public static RecordingSummary read(JsonObject json) {
        return new RecordingSummary(id(json, json.requireString("id")),
                RecordingState.valueOf(json.requireString("state")),
                json.string("bucket").map(bucket -> new S3Location(bucket, json.requireString("prefix"))),
                json.string("source").map(Arn::new), json.string("channelName"),
                new TreeSet<>(json.strings("streamIds")), new TreeSet<>(json.strings("sessionIds")),
                json.string("participantId"), new TreeSet<>(json.strings("userIds")), json.requireInstant("startedAt"),
                json.instant("endedAt"), JsonText.duration(json), json.object("media").map(MetadataJson::readMedia),
                MediaPresence.valueOf(json.requireString("presence")),
                json.string("unread").map(Evidence.UnreadReason::valueOf),
                json.object("failure").map(failure -> new Failure(failure.requireInstant("at"),
                        failure.requireString("media").equals("PARTIAL"), failure.string("code"),
                        failure.string("message"))),
                json.object("salvage").map(SalvageJson::read), json.object("inspection").map(InspectionJson::read),
                json.strings("sources").stream().map(EvidenceSource::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new)),
                json.strings("supersededBy").stream().map(by -> id(json, by))
                        .collect(Collectors.toCollection(TreeSet::new)),
                keeping(json));
    }

    private static Keeping keeping(JsonObject json) {
        return new Keeping(json.instant("lastSeenAt"), json.instant("expiresAt"), new TreeSet<>(json.strings("holds")),
                json.object("deletion").map(deletion -> new Keeping.Deletion(
                        Evidence.DeletionChange.valueOf(deletion.requireString("change")),
                        deletion.requireInstant("at"), deletion.requireString("by"), deletion.string("detail"),
                        deletion.integer("objects"), deletion.instant("tombstoneUntil"))));
    }

    private static RecordingId id(JsonObject json, String text) {
        return RecordingId.parse(text).orElseThrow(() -> json.error("id", "must be a recording id"));
    }
}
