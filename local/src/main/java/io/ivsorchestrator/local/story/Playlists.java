package io.ivsorchestrator.local.story;

import io.ivsorchestrator.local.media.Rendition;
import io.ivsorchestrator.local.story.RecordingPlan.Segment;
import java.util.List;

/**
 * HLS playlists (RFC 8216) with the differences between the three kinds of recording: a channel dates every segment, a
 * participant the first of each take, a composition none.
 */
final class Playlists {
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

    /**
     * A channel's with one entry for each group of pictures, which is as long as the key frames are apart, by its bytes
     * within the file.
     */
    static String channelByteRange(List<Segment> segments, Rendition rendition) {
        var playlist = new MediaPlaylist(4);
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
        return playlist.text(true);
    }

    /** An empty one of a recording of that kind. */
    static MediaPlaylist of(RecordingPlan plan) {
        return new MediaPlaylist(plan instanceof RecordingPlan.Participant ? 7 : 3);
    }

    /** Adds the segments that it does not name yet. */
    static void extend(MediaPlaylist playlist, RecordingPlan plan, List<Segment> segments) {
        for (int number = playlist.segments(); number < segments.size(); number++) {
            Segment segment = segments.get(number);
            boolean first = playlist.take(segment);
            switch (plan) {
                case RecordingPlan.Channel _ -> {
                    playlist.date(segment.startsAt());
                    playlist.segment(segment.duration(), number + ".ts");
                }
                case RecordingPlan.Participant _ -> {
                    if (first) {
                        playlist.map("init-" + segment.takeNumber() + ".mp4");
                        playlist.date(segment.startsAt());
                    }
                    playlist.segment(segment.duration(), number + ".mp4");
                }
                case RecordingPlan.Composite _ -> playlist.segment(segment.duration(), number + ".ts");
            }
        }
    }
}
