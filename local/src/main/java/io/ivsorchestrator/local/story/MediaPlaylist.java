package io.ivsorchestrator.local.story;

import io.ivsorchestrator.local.story.RecordingPlan.Segment;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** The lines of one media playlist, to which more can be added while the recording goes on. */
final class MediaPlaylist {
    private static final DateTimeFormatter MILLISECONDS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final int NONE = -1;

    private final int version;
    private final StringBuilder lines = new StringBuilder();
    private Duration longest = Take.GROUP;
    private int segments;
    private int take = NONE;

    MediaPlaylist(int version) {
        this.version = version;
    }

    /** How many it names. */
    int segments() {
        return segments;
    }

    /** Whether the segment that is added next is the first one of its take. */
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
        longest = longest.compareTo(duration) < 0 ? duration : longest;
        segments++;
        lines.append("#EXTINF:").append(duration.toSeconds()).append('.');
        String millis = String.valueOf(duration.toMillisPart());
        lines.repeat('0', 3 - millis.length()).append(millis).append(",\n").append(uri).append('\n');
    }

    /** @param finished whether nothing is added any more */
    String text(boolean finished) {
        var text = new StringBuilder(lines.length() + 128).append("#EXTM3U\n#EXT-X-VERSION:")
                .append(version)
                .append("\n#EXT-X-PLAYLIST-TYPE:")
                .append(finished ? "VOD" : "EVENT")
                .append("\n#EXT-X-TARGETDURATION:")
                .append(longest.plusMillis(999).toSeconds())
                .append("\n#EXT-X-MEDIA-SEQUENCE:0\n")
                .append(lines);
        return finished ? text.append("#EXT-X-ENDLIST\n").toString() : text.toString();
    }
}
