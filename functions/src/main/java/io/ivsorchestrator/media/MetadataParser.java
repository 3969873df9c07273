package io.ivsorchestrator.media;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.Metadata;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads the metadata JSON of a recording (IVS Low-Latency User Guide, "Auto-Record to Amazon S3", section JSON Metadata
 * Files; IVS Real-Time User Guide, the same section of "Individual Participant Recording" and "Composite Recording").
 *
 * <p>Each {@code path} in the file is relative to the one above it: a rendition's playlist is {@code hls.path} +
 * {@code rendition.path} + {@code rendition.playlist}. (The channel guide's table says otherwise of renditions; its
 * samples and code do not.) What comes out is relative to the recording's prefix, without a slash at either end.
 *
 * <p>How tolerant it is:
 * <ul>
 * <li>Unknown members, an unknown {@code version} and an unknown {@code recording_status} are no error.
 * <li>A member that is missing, {@code null} or empty is absent. Only what says where media is must be complete: a file
 * has its folder and a folder its file. {@code hls} without any path, playlist or rendition (thumbnails only, or
 * nothing recorded) is absent, and so are thumbnails that do not say where they are.
 * <li>What merely describes and makes no sense is absent: a malformed ARN or id (the identity comes from the object's
 * key), a size below one pixel, a duration below zero.
 * <li>A value of the wrong type, a malformed time, and a path that is not simply below the prefix are broken: losing
 * them silently would leave a recording that cannot be played and nobody who knows why.
 * </ul>
 */
public final class MetadataParser {
    /**
     * Renditions, and thumbnail variants, that are kept; the first ones count, the others are not looked at. IVS's
     * largest documented ladder has six. A player reads the multivariant playlist and misses none; the index's item
     * stays far below DynamoDB's 400 KB even if every path were as long as S3 allows.
     */
    static final int MAX_VARIANTS = 32;
    /** An S3 key's limit in UTF-8 bytes: no object can lie at a longer path. */
    static final int MAX_PATH_BYTES = 1024;
    /** Characters kept of the status message, which is somebody else's prose, and of an ARN. */
    static final int MAX_TEXT = 1024;

    /**
     * What a URL reads differently from an S3 key, and what no text should hold (controls, halves of characters). Paths
     * serve as both: as keys, and in playlists as relative URLs, where {@code %2e%2e} steps up.
     */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\\\\%?#\\p{Cntrl}\\p{Cs}]");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

    private MetadataParser() {
    }

    /**
     * Reads one {@code events/recording-*.json}.
     *
     * @param kind which of the three layouts; the object's key tells
     * @param json UTF-8
     * @throws JsonException if it is broken in the sense above; its path says where
     */
    public static Metadata parse(RecordingKind kind, byte[] json) {
        JsonObject root = JsonObject.parse(json);
        return new Metadata(
                arn(root, sourceName(kind)),
                kind == RecordingKind.PARTICIPANT ? id(root, "session_id") : Optional.empty(),
                kind == RecordingKind.PARTICIPANT ? id(root, "participant_id") : Optional.empty(),
                root.string("recording_status").flatMap(MetadataParser::state),
                root.instant("recording_started_at"),
                root.instant("recording_ended_at"),
                root.string("recording_status_message").map(MetadataParser::abbreviate),
                root.object("media")
                        .map(media -> media(kind, media))
                        .orElse(new Media(Optional.empty(), Optional.empty(), Optional.empty())));
    }

    private static String sourceName(RecordingKind kind) {
        return switch (kind) {
            case CHANNEL -> "channel_arn";
            case PARTICIPANT, COMPOSITE -> "stage_arn";
        };
    }

    private static Optional<RecordingState> state(String status) {
        return switch (status) {
            case "RECORDING_STARTED" -> Optional.of(RecordingState.ACTIVE);
            case "RECORDING_ENDED" -> Optional.of(RecordingState.STOPPED);
            case "RECORDING_ENDED_WITH_FAILURE", "RECORDING_START_FAILED" -> Optional.of(RecordingState.FAILED);
            default -> Optional.empty();
        };
    }

    private static Media media(RecordingKind kind, JsonObject media) {
        return new Media(
                media.object("hls").flatMap(MetadataParser::hls),
                media.object("thumbnails").flatMap(thumbnails -> thumbnails(kind, thumbnails)),
                media.object("latest_thumbnail").flatMap(latest -> thumbnails(kind, latest)));
    }

    private static Optional<Media.Hls> hls(JsonObject hls) {
        List<JsonObject> renditions = hls.objects("renditions");
        if (renditions.isEmpty() && hls.string("path").isEmpty() && hls.string("playlist").isEmpty()) {
            return Optional.empty();
        }
        String folder = requirePath("", hls, "path");
        return Optional.of(new Media.Hls(folder, requirePath(folder, hls, "playlist"),
                path(folder, hls, "byte_range_playlist"), duration(hls),
                renditions.stream().limit(MAX_VARIANTS).map(rendition -> rendition(folder, rendition)).toList()));
    }

    private static Media.Rendition rendition(String above, JsonObject rendition) {
        String folder = requirePath(above, rendition, "path");
        return new Media.Rendition(folder, requirePath(folder, rendition, "playlist"),
                path(folder, rendition, "byte_range_playlist"), pixels(rendition, "resolution_width"),
                pixels(rendition, "resolution_height"));
    }

    private static Optional<Media.Thumbnails> thumbnails(RecordingKind kind, JsonObject thumbnails) {
        return path("", thumbnails, "path").map(path -> new Media.Thumbnails(path,
                pixels(thumbnails, "resolution_width"), pixels(thumbnails, "resolution_height"),
                variants(kind, thumbnails).stream()
                        .limit(MAX_VARIANTS)
                        .map(variant -> new Media.Variant(requirePath(path, variant, "path"),
                                pixels(variant, "resolution_width"), pixels(variant, "resolution_height")))
                        .toList()));
    }

    private static List<JsonObject> variants(RecordingKind kind, JsonObject thumbnails) {
        return switch (kind) {
            case CHANNEL -> List.of();
            case PARTICIPANT -> thumbnails.objects("renditions");
            case COMPOSITE -> thumbnails.objects("resolutions");
        };
    }

    private static Optional<Duration> duration(JsonObject hls) {
        OptionalLong milliseconds = hls.integer("duration_ms");
        return milliseconds.isPresent() && milliseconds.getAsLong() >= 0
                ? Optional.of(Duration.ofMillis(milliseconds.getAsLong()))
                : Optional.empty();
    }

    private static OptionalInt pixels(JsonObject object, String name) {
        OptionalLong pixels = object.integer(name);
        return pixels.isPresent() && pixels.getAsLong() > 0 && pixels.getAsLong() <= Integer.MAX_VALUE
                ? OptionalInt.of((int) pixels.getAsLong())
                : OptionalInt.empty();
    }

    private static Optional<Arn> arn(JsonObject root, String name) {
        return root.string(name).filter(text -> text.length() <= MAX_TEXT).flatMap(text -> {
            try {
                return Optional.of(new Arn(text));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        });
    }

    private static Optional<String> id(JsonObject root, String name) {
        return root.string(name).filter(RecordingId::isElement);
    }

    private static String abbreviate(String message) {
        if (message.length() <= MAX_TEXT) {
            return message;
        }
        // Not between the two halves of one character.
        int end = Character.isHighSurrogate(message.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return message.substring(0, end);
    }

    private static String requirePath(String above, JsonObject object, String name) {
        object.requireString(name);
        return path(above, object, name).orElseThrow();
    }

    /** The path that the member names, joined to the one above it; {@code above} is empty for the prefix itself. */
    private static Optional<String> path(String above, JsonObject object, String name) {
        return object.string(name).map(read -> {
            if (AMBIGUOUS.matcher(read).find()) {
                throw object.error(name,
                        "must be a plain path, without backslash, percent, ?, # or control characters");
            }
            if (read.startsWith("/") || SCHEME.matcher(read).matches() || stepsOut(read)) {
                throw object.error(name,
                        "must stay below the recording's prefix: no leading slash, no scheme, no . or ..");
            }
            String path = (above.isEmpty() ? "" : above + "/") + withoutTrailingSlashes(read);
            if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
                throw object.error(name, "is longer than an S3 key may be, " + MAX_PATH_BYTES + " bytes");
            }
            return path;
        });
    }

    private static boolean stepsOut(String path) {
        for (String step : path.split("/", -1)) {
            if (step.equals(".") || step.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
