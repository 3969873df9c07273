package io.ivsorchestrator.local.story;

import io.ivsorchestrator.local.media.Rendition;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;

/**
 * HLS playlists (RFC 8216) with the differences between the three kinds of recording: a channel dates every segment, a
 * participant the first of each take, a composition none.
 */
final class Playlists {
    private static final DateTimeFormatter MILLISECONDS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final String SEGMENT_SECONDS = String
            .format(Locale.ROOT, "%.3f", Rendition.SEGMENT_DURATION.toMillis() / 1000.0);
    private static final long TARGET_SECONDS = Rendition.SEGMENT_DURATION.plusMillis(999).toSeconds();

    private Playlists() {
    }

    /** A rendition in a multivariant playlist. */
    record Variant(String uri, Rendition rendition) {}

    static String multivariant(List<Variant> variants) {
        var playlist = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (Variant variant : variants) {
            Rendition rendition = variant.rendition();
            playlist.append("#EXT-X-STREAM-INF:BANDWIDTH=")
                    .append(rendition.bandwidth())
                    .append(",RESOLUTION=")
                    .append(rendition.width())
                    .append('x')
                    .append(rendition.height())
                    .append(",CODECS=\"")
                    .append(rendition.codecs())
                    .append("\",FRAME-RATE=30.000\n")
                    .append(variant.uri())
                    .append('\n');
        }
        return playlist.toString();
    }

    /** A channel's: MPEG-TS, every segment dated. */
    static String channel(List<Take> takes, boolean finished) {
        var playlist = new MediaPlaylist(3, finished);
        for (Take take : takes) {
            playlist.beginTake();
            for (int segment = 0; segment < take.segments(); segment++) {
                playlist.date(take.startedAt().plus(Rendition.SEGMENT_DURATION.multipliedBy(segment)));
                playlist.segment(".ts");
            }
        }
        return playlist.text();
    }

    /** A channel's with the byte range of each segment within its file. */
    static String channelByteRange(List<Take> takes, List<Integer> sizes) {
        var playlist = new MediaPlaylist(4, true);
        int index = 0;
        for (Take take : takes) {
            playlist.beginTake();
            for (int segment = 0; segment < take.segments(); segment++) {
                playlist.date(take.startedAt().plus(Rendition.SEGMENT_DURATION.multipliedBy(segment)));
                playlist.byteRange(sizes.get(index++));
                playlist.segment(".ts");
            }
        }
        return playlist.text();
    }

    /** A participant's: fragmented MP4, a new header and one date for each take. */
    static String participant(List<Take> takes, boolean finished) {
        var playlist = new MediaPlaylist(7, finished);
        int number = 0;
        for (Take take : takes) {
            playlist.beginTake();
            playlist.map("init-" + number++ + ".mp4");
            playlist.date(take.startedAt());
            for (int segment = 0; segment < take.segments(); segment++) {
                playlist.segment(".mp4");
            }
        }
        return playlist.text();
    }

    /** A composition's: MPEG-TS, no dates. */
    static String composite(Take take, boolean finished) {
        var playlist = new MediaPlaylist(3, finished);
        playlist.beginTake();
        for (int segment = 0; segment < take.segments(); segment++) {
            playlist.segment(".ts");
        }
        return playlist.text();
    }

    /** The lines of one media playlist; segments are numbered on over all takes. */
    private static final class MediaPlaylist {
        private final StringBuilder lines;
        private final boolean finished;
        private int takes;
        private int segments;

        MediaPlaylist(int version, boolean finished) {
            this.finished = finished;
            lines = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:").append(version)
                    .append("\n#EXT-X-PLAYLIST-TYPE:")
                    .append(finished ? "VOD" : "EVENT")
                    .append("\n#EXT-X-TARGETDURATION:")
                    .append(TARGET_SECONDS)
                    .append("\n#EXT-X-MEDIA-SEQUENCE:0\n");
        }

        void beginTake() {
            if (takes++ > 0) {
                lines.append("#EXT-X-DISCONTINUITY\n");
            }
        }

        void map(String uri) {
            lines.append("#EXT-X-MAP:URI=\"").append(uri).append("\"\n");
        }

        void date(Instant time) {
            lines.append("#EXT-X-PROGRAM-DATE-TIME:").append(MILLISECONDS.format(time)).append('\n');
        }

        void byteRange(int length) {
            lines.append("#EXT-X-BYTERANGE:").append(length).append("@0\n");
        }

        void segment(String extension) {
            lines.append("#EXTINF:")
                    .append(SEGMENT_SECONDS)
                    .append(",\n")
                    .append(segments++)
                    .append(extension)
                    .append('\n');
        }

        String text() {
            return finished ? lines + "#EXT-X-ENDLIST\n" : lines.toString();
        }
    }
}
