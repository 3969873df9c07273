package io.ivsorchestrator.playback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.Salvage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What {@code GET /recordings/{id}/playback} answers, as docs/playback.md describes it; absent values are left out. */
final class PlaybackJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    /** How IVS calls the picture in the folder of a stage's latest thumbnail (both stage guides). */
    private static final String LATEST = "/thumb.jpg";

    private PlaybackJson() {
    }

    /** @param urls what the URLs of all objects begin with */
    static String write(RecordingSummary recording, String urls, String playlist, Instant expiresAt) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("recordingId", recording.id().text());
            json.writeStringField("expiresAt", expiresAt.toString());
            json.writeStringField("playlist", urls + playlist);
            Optional<Media.Hls> hls = recording.media().flatMap(Media::hls);
            Optional<Salvage.Playable> salvaged = recording.salvage().filter(Salvage.Playable.class::isInstance)
                    .map(Salvage.Playable.class::cast);
            Optional<String> byteRange = hls.flatMap(Media.Hls::byteRangePlaylist).filter(_ -> salvaged.isEmpty());
            if (byteRange.isPresent()) {
                json.writeStringField("byteRangePlaylist", urls + byteRange.get());
            }
            json.writeBooleanField("live", !recording.state().terminal());
            json.writeBooleanField("salvaged", salvaged.isPresent());
            Optional<Duration> duration = salvaged.map(Salvage.Playable::duration).or(recording::duration);
            if (duration.isPresent()) {
                json.writeNumberField("durationMs", duration.get().toMillis());
            }
            Optional<Media.Thumbnails> sequential = recording.media().flatMap(Media::thumbnails);
            if (sequential.isPresent()) {
                thumbnails(json, "thumbnails", "list", urls + Thumbnails.PATH + "/", "", sequential.get());
            }
            Optional<Media.Thumbnails> latest = recording.media().flatMap(Media::latestThumbnail);
            if (latest.isPresent()) {
                thumbnails(json, "latestThumbnails", "image", urls, LATEST, latest.get());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter failed", impossible);
        }
        return text.toString();
    }

    /** One element per rendition or resolution. Of a channel {@code path} itself is the folder or, of the latest, the file. */
    private static void thumbnails(JsonGenerator json, String name, String url, String urls, String file,
            Media.Thumbnails thumbnails) throws IOException {
        boolean channel = thumbnails.variants().isEmpty();
        List<Media.Variant> variants = channel
                ? List.of(new Media.Variant(thumbnails.path(), thumbnails.width(), thumbnails.height()))
                : thumbnails.variants();
        json.writeArrayFieldStart(name);
        for (Media.Variant variant : variants) {
            json.writeStartObject();
            json.writeStringField(url, urls + variant.path() + (channel ? "" : file));
            number(json, "width", variant.width());
            number(json, "height", variant.height());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsInt());
        }
    }
}
