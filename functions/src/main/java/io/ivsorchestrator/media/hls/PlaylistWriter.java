package io.ivsorchestrator.media.hls;

import io.ivsorchestrator.media.hls.MultivariantPlaylist.Alternative;
import io.ivsorchestrator.media.hls.MultivariantPlaylist.Variant;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Writes playlists; {@link PlaylistParser} reads back what was written. Byte ranges always carry their offset. */
public final class PlaylistWriter {
    /** Three digits, as IVS writes them; as many as needed where there are more. */
    private static final DateTimeFormatter MILLISECONDS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final int NANOS_OF_MILLISECOND = 1_000_000;
    private static final int MILLISECONDS_OF_SECOND = 1000;
    private static final int NANOS_OF_SECOND = 1_000_000_000;
    private static final int CHARACTERS_OF_A_SEGMENT = 80;

    private PlaylistWriter() {
    }

    /** Text with one tag or URI a line. */
    public static String write(Playlist playlist) {
        return switch (playlist) {
            case MediaPlaylist media -> write(media);
            case MultivariantPlaylist multivariant -> write(multivariant);
        };
    }

    private static String write(MultivariantPlaylist playlist) {
        StringBuilder text = begin(playlist.version(), playlist.independentSegments());
        playlist.headers().forEach(header -> text.append(header).append('\n'));
        for (Alternative alternative : playlist.alternatives()) {
            text.append(alternative.tag().prefix()).append(alternative.attributes()).append('\n');
        }
        for (Variant variant : playlist.variants()) {
            text.append("#EXT-X-STREAM-INF:").append(variant.attributes()).append('\n').append(variant.uri())
                    .append('\n');
        }
        return text.toString();
    }

    private static StringBuilder begin(int version, boolean independentSegments) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:").append(version).append('\n');
        if (independentSegments) {
            text.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        return text;
    }

    private static String write(MediaPlaylist playlist) {
        StringBuilder text = begin(playlist.version(), playlist.independentSegments());
        text.ensureCapacity(playlist.segments().size() * CHARACTERS_OF_A_SEGMENT);
        playlist.type().ifPresent(type -> text.append("#EXT-X-PLAYLIST-TYPE:").append(type).append('\n'));
        text.append("#EXT-X-TARGETDURATION:").append(playlist.targetDuration().toSeconds()).append('\n');
        text.append("#EXT-X-MEDIA-SEQUENCE:").append(playlist.mediaSequence()).append('\n');
        if (playlist.discontinuitySequence() > 0) {
            text.append("#EXT-X-DISCONTINUITY-SEQUENCE:").append(playlist.discontinuitySequence()).append('\n');
        }
        playlist.headers().forEach(header -> text.append(header).append('\n'));
        Optional<InitializationSection> initialization = Optional.empty();
        for (MediaSegment segment : playlist.segments()) {
            append(text, segment, initialization);
            initialization = segment.initialization();
        }
        playlist.trailers().forEach(trailer -> text.append(trailer).append('\n'));
        if (playlist.ended()) {
            text.append("#EXT-X-ENDLIST\n");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, MediaSegment segment, Optional<InitializationSection> before) {
        if (segment.discontinuity()) {
            text.append("#EXT-X-DISCONTINUITY\n");
        }
        if (!segment.initialization().equals(before)) {
            segment.initialization().ifPresent(section -> append(text, section));
        }
        segment.date().ifPresent(date -> text.append("#EXT-X-PROGRAM-DATE-TIME:").append(written(date)).append('\n'));
        segment.range().ifPresent(range -> text.append("#EXT-X-BYTERANGE:").append(range).append('\n'));
        if (segment.gap()) {
            text.append("#EXT-X-GAP\n");
        }
        text.append("#EXTINF:");
        append(text, segment.duration());
        text.append(',').append(segment.title().orElse("")).append('\n');
        segment.others().forEach(other -> text.append(other).append('\n'));
        text.append(segment.uri()).append('\n');
    }

    private static void append(StringBuilder text, InitializationSection section) {
        text.append("#EXT-X-MAP:URI=\"").append(section.uri()).append('"');
        section.range().ifPresent(range -> text.append(",BYTERANGE=\"").append(range).append('"'));
        text.append('\n');
    }

    private static String written(Instant date) {
        return date.equals(date.truncatedTo(ChronoUnit.MILLIS)) ? MILLISECONDS.format(date) : date.toString();
    }

    /** Three digits after the point, or nine where three would round. By hand: a playlist has many. */
    private static void append(StringBuilder text, Duration duration) {
        int nanos = duration.getNano();
        String digits = nanos % NANOS_OF_MILLISECOND == 0
                ? Integer.toString(MILLISECONDS_OF_SECOND + nanos / NANOS_OF_MILLISECOND)
                : Integer.toString(NANOS_OF_SECOND + nanos);
        text.append(duration.getSeconds()).append('.').append(digits, 1, digits.length());
    }
}
