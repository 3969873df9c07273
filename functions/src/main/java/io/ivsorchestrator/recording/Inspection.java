package io.ivsorchestrator.recording;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the media of a recording that ended well consists of, when it was looked through. */
public record Inspection(List<Rendition> renditions) {
    public Inspection {
        renditions = List.copyOf(renditions);
    }

    /**
     * What lies in one folder.
     *
     * @param path             relative to the recording's prefix
     * @param bandwidth        bits a second of the segment that has most, as HLS's {@code BANDWIDTH}
     * @param averageBandwidth bits a second of all, as HLS's {@code AVERAGE-BANDWIDTH}
     * @param codecs           as RFC 6381 names them, as far as they were recognized in the first segment
     * @param resolution       {@code <width>x<height>}, where the media tells it
     * @param duration         of all segments that can be played
     * @param segments         how many those are
     * @param bytes            of all objects of segments
     * @param missing          segments that are named or numbered and are not there, or cannot be played
     */
    public record Rendition(String path, long bandwidth, long averageBandwidth, List<String> codecs,
            Optional<String> resolution, Duration duration, int segments, long bytes, int missing) {
        public Rendition {
            codecs = List.copyOf(codecs);
        }
    }
}
