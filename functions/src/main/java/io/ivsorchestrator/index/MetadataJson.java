package io.ivsorchestrator.index;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.Metadata;
import io.ivsorchestrator.recording.RecordingState;

/** Metadata and media as the index stores and answers them: our own shape, one for all three kinds. */
final class MetadataJson {
    private MetadataJson() {
    }

    static void write(JsonText json, Metadata metadata) {
        json.text("source", metadata.source().map(Arn::value)).text("sessionId", metadata.sessionId())
                .text("participantId", metadata.participantId()).text("status", metadata.status().map(Enum::name))
                .time("startedAt", metadata.startedAt()).time("endedAt", metadata.endedAt())
                .text("message", metadata.message()).object("media", media -> write(media, metadata.media()));
    }

    static Metadata read(JsonObject json) {
        return new Metadata(json.string("source").map(Arn::new), json.string("sessionId"),
                json.string("participantId"), json.string("status").map(RecordingState::valueOf),
                json.instant("startedAt"), json.instant("endedAt"), json.string("message"),
                readMedia(json.requireObject("media")));
    }

    static void write(JsonText json, Media media) {
        media.hls().ifPresent(hls -> json.object("hls", it -> it.text("path", hls.path())
                .text("playlist", hls.playlist()).text("byteRangePlaylist", hls.byteRangePlaylist())
                .duration("durationMs", hls.duration())
                .objects("renditions", hls.renditions(), MetadataJson::write)));
        media.thumbnails().ifPresent(thumbnails -> json.object("thumbnails", it -> write(it, thumbnails)));
        media.latestThumbnail().ifPresent(latest -> json.object("latestThumbnail", it -> write(it, latest)));
    }

    static Media readMedia(JsonObject json) {
        return new Media(
                json.object("hls").map(hls -> new Media.Hls(hls.requireString("path"), hls.requireString("playlist"),
                        hls.string("byteRangePlaylist"), JsonText.duration(hls),
                        hls.objects("renditions").stream().map(MetadataJson::readRendition).toList())),
                json.object("thumbnails").map(MetadataJson::readThumbnails),
                json.object("latestThumbnail").map(MetadataJson::readThumbnails));
    }

    private static void write(JsonText json, Media.Rendition rendition) {
        json.text("path", rendition.path()).text("playlist", rendition.playlist())
                .text("byteRangePlaylist", rendition.byteRangePlaylist()).number("width", rendition.width())
                .number("height", rendition.height());
    }

    private static Media.Rendition readRendition(JsonObject json) {
        return new Media.Rendition(json.requireString("path"), json.requireString("playlist"),
                json.string("byteRangePlaylist"), json.smallInteger("width"), json.smallInteger("height"));
    }

    private static void write(JsonText json, Media.Thumbnails thumbnails) {
        json.text("path", thumbnails.path()).number("width", thumbnails.width()).number("height", thumbnails.height())
                .objects("variants", thumbnails.variants(), (it, variant) -> it.text("path", variant.path())
                        .number("width", variant.width()).number("height", variant.height()));
    }

    private static Media.Thumbnails readThumbnails(JsonObject json) {
        return new Media.Thumbnails(json.requireString("path"), json.smallInteger("width"), json.smallInteger("height"),
                json.objects("variants").stream().map(variant -> new Media.Variant(variant.requireString("path"),
                        variant.smallInteger("width"), variant.smallInteger("height"))).toList());
    }
}
