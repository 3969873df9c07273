package io.ivsorchestrator.playback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.playback.PlaybackAnswer.Reason;
import io.ivsorchestrator.recording.S3Location;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /playback/{token}/thumbnails/{folder}}: the pictures of a folder. Their names are not documented for all kinds,
 * so they are listed, not composed. Their URLs are relative to that of the list; they come in the order in which they were
 * taken, with the time at which they were written.
 */
final class Thumbnails {
    static final String PATH = "thumbnails";
    /** 48 hours with one picture a minute take three requests; more than these are answered in parts. */
    private static final int MAX_REQUESTS = 5;
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})\\D*$");
    private static final Comparator<Picture> ORDER = Comparator.comparingLong(Picture::number)
            .thenComparing(Picture::name);

    private final MediaObjects objects;

    Thumbnails(MediaObjects objects) {
        this.objects = objects;
    }

    private record Picture(String name, long number, Instant at) {}

    PlaybackAnswer list(S3Location location, MediaPath folder, Optional<String> after) {
        String prefix = location.key(folder.text()) + "/";
        List<Picture> pictures = new ArrayList<>();
        Optional<String> last = after.map(name -> prefix + name);
        boolean more = true;
        for (int request = 0; more && request < MAX_REQUESTS; request++) {
            MediaObjects.Listed listed;
            try {
                listed = objects.list(location.bucket(), prefix, last);
            } catch (RecordingFilesException passing) {
                return new PlaybackAnswer.Refused(Reason.UNAVAILABLE, "S3 did not answer; try again in a second");
            }
            switch (listed) {
                case MediaObjects.Listed.Page page -> {
                    page.objects().stream().map(object -> picture(prefix, object)).forEach(pictures::add);
                    last = page.objects().isEmpty() ? last : Optional.of(page.objects().getLast().key());
                    more = page.more();
                }
                case MediaObjects.Listed.NoBucket _ -> more = false;
                case MediaObjects.Listed.Denied denied -> {
                    return new PlaybackAnswer.Refused(Reason.UNREADABLE,
                            "this deployment may not list the bucket: " + denied.reason());
                }
            }
        }
        Optional<String> next = more ? last.map(key -> key.substring(prefix.length())) : Optional.empty();
        return Body.json(document(folder, pictures, next), "private, max-age=60");
    }

    private static Picture picture(String prefix, MediaObjects.ListedObject object) {
        String name = object.key().substring(prefix.length());
        Matcher number = NUMBER.matcher(name);
        return new Picture(name, number.find() ? Long.parseLong(number.group(1)) : Long.MAX_VALUE,
                object.lastModified());
    }

    private static String document(MediaPath folder, List<Picture> pictures, Optional<String> next) {
        // From the list's URL to the token's: its last element does not count, PATH does.
        String up = "../".repeat(folder.text().split("/", -1).length);
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("images");
            for (Picture picture : pictures.stream().sorted(ORDER).toList()) {
                json.writeStartObject();
                json.writeStringField("url", up + folder.text() + "/" + picture.name());
                json.writeStringField("writtenAt", picture.at().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (next.isPresent()) {
                json.writeStringField("after", next.get());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter failed", impossible);
        }
        return text.toString();
    }
}
