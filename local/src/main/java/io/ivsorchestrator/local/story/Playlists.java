package io.ivsorchestrator.local.story;

import io.ivsorchestrator.local.media.Rendition;
import io.ivsorchestrator.local.story.RecordingPlan.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;

/**
 * HLS playlists (RFC 8216) with the differences between the three kinds of recording: a channel dates every segment, a
 * participant the first of each take, a composition none.
 */
final class Playlists {
    private static final DateTimeFormatter MILLISECONDS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Playlists() {
    }

    /** A line of a multivariant playlist: where the media playlist is, and what it plays. */
    record Entry(String uri, Variant variant, Rendition rendition) {}

    static String multivariant(List<Entry> entries) {
        var playlist = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (Entry entry : entries) {
            Size picture = entry.variant().picture();
            playlist.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(entry.rendition().bandwidth());
            if (picture != null) {
                playlist.append(",RESOLUTION=").append(picture.width()).append('x').append(picture.height());
            }
            playlist.append(",CODECS=\"").append(entry.rendition().codecs()).append('"');
            if (picture != null) {
                playlist.append(",FRAME-RATE=30.000");
            }
            playlist.append('\n').append(entry.uri()).append('\n');
        }
        return playlist.toString();
    }

    /** Any kind's. */
    static String media(RecordingPlan plan, List<Segment> segments, boolean finished) {
        return switch (plan) {
            case RecordingPlan.Channel _ -> channel(segments, finished);
            case RecordingPlan.Participant _ -> participant(segments, finished);
            case RecordingPlan.Composite _ -> composite(segments, finished);
        };
    }

    /** MPEG-TS, every segment dated. */
    private static String channel(List<Segment> segments, boolean finished) {
        var playlist = new MediaPlaylist(3, longest(segments), finished);
        for (int number = 0; number < segments.size(); number++) {
            Segment segment = segments.get(number);
            playlist.take(segment);
            playlist.date(segment.startsAt());
            playlist.segment(segment.duration(), number + ".ts");
        }
        return playlist.text();
    }

    /**
     * A channel's with one entry for each group of pictures, which is as long as the key frames are apart, by its bytes
     * within the file.
     */
    static String channelByteRange(List<Segment> segments, Rendition rendition) {
        var playlist = new MediaPlaylist(4, Take.GROUP, true);
        for (int number = 0; number < segments.size(); number++) {
            Segment segment = segments.get(number);
            playlist.take(segment);
            int offset = 0;
            for (int group = segment.firstGroup(); group < segment.firstGroup() + segment.groups(); group++) {
                int length = rendition.segmentSize(group);
                playlist.date(segment.take().timeOf(group));
                playlist.byteRange(length, offset);
                playlist.segment(Take.GROUP, number + ".ts");
                offset += length;
            }
        }
        return playlist.text();
    }

    /** Fragmented MP4, a new header and one date for each take. */
    private static String participant(List<Segment> segments, boolean finished) {
        var playlist = new MediaPlaylist(7, longest(segments), finished);
        for (int number = 0; number < segments.size(); number++) {
            Segment segment = segments.get(number);
            if (playlist.take(segment)) {
                playlist.map("init-" + segment.takeNumber() + ".mp4");
                playlist.date(segment.startsAt());
            }
            playlist.segment(segment.duration(), number + ".mp4");
        }
        return playlist.text();
    }

    /** MPEG-TS, no dates. */
    private static String composite(List<Segment> segments, boolean finished) {
        var playlist = new MediaPlaylist(3, longest(segments), finished);
        for (int number = 0; number < segments.size(); number++) {
            playlist.take(segments.get(number));
            playlist.segment(segments.get(number).duration(), number + ".ts");
        }
        return playlist.text();
    }

    private static Duration longest(List<Segment> segments) {
        return segments.stream().map(Segment::duration).max(Duration::compareTo).orElse(Take.GROUP);
    }

    /** The lines of one media playlist. */
    private static final class MediaPlaylist {
        private static final int NONE = -1;

        private final StringBuilder lines;
        private final boolean finished;
        private int take = NONE;

        MediaPlaylist(int version, Duration longest, boolean finished) {
            this.finished = finished;
            lines = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:").append(version)
                    .append("\n#EXT-X-PLAYLIST-TYPE:")
                    .append(finished ? "VOD" : "EVENT")
                    .append("\n#EXT-X-TARGETDURATION:")
                    .append(longest.plusMillis(999).toSeconds())
                    .append("\n#EXT-X-MEDIA-SEQUENCE:0\n");
        }

        /** Whether the segment is the first one of its take. */
        boolean take(Segment segment) {
            if (take == segment.takeNumber()) {
                return false;
            }
            if (take != NONE) {
                lines.append("#EXT-X-DISCONTINUITY\n");
            }
            take = segment.takeNumber();
            return true;
        }

        void map(String uri) {
            lines.append("#EXT-X-MAP:URI=\"").append(uri).append("\"\n");
        }

        void date(Instant time) {
            lines.append("#EXT-X-PROGRAM-DATE-TIME:").append(MILLISECONDS.format(time)).append('\n');
        }

        void byteRange(int length, int offset) {
            lines.append("#EXT-X-BYTERANGE:").append(length).append('@').append(offset).append('\n');
        }

        void segment(Duration duration, String uri) {
            lines.append("#EXTINF:").append(duration.toSeconds()).append('.');
            String millis = String.valueOf(duration.toMillisPart());
            lines.repeat('0', 3 - millis.length()).append(millis).append(",\n").append(uri).append('\n');
        }

        String text() {
            return finished ? lines + "#EXT-X-ENDLIST\n" : lines.toString();
        }
    }
}
