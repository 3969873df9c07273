package io.ivsorchestrator.media.hls;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The segments of one rendition (RFC 8216, 4.3.3).
 *
 * @param version               of the protocol, at least 1
 * @param type                  absent where the playlist says none: it may then lose segments as well as gain them
 * @param targetDuration        whole seconds; no segment, rounded to seconds, is longer
 * @param mediaSequence         number of the first segment
 * @param discontinuitySequence number of the first segment's discontinuity
 * @param independentSegments   every segment can be decoded without the others
 * @param headers               tags of the whole playlist that this model has no place for, as lines
 * @param segments              in order of playing
 * @param trailers              lines after the last segment, besides the end
 * @param ended                 nothing will be added ({@code EXT-X-ENDLIST})
 */
public record MediaPlaylist(int version, Optional<Type> type, Duration targetDuration, long mediaSequence,
        long discontinuitySequence, boolean independentSegments, List<String> headers, List<MediaSegment> segments,
        List<String> trailers, boolean ended) implements Playlist {
    /** Whether it can change (RFC 8216, 4.3.3.5). */
    public enum Type {
        /** Grows at its end. */
        EVENT,
        /** Does not change. */
        VOD
    }

    public MediaPlaylist {
        headers = List.copyOf(headers);
        segments = List.copyOf(segments);
        trailers = List.copyOf(trailers);
    }

    /** Complete and never to be changed; its target duration and version follow from the segments. */
    public static MediaPlaylist vod(List<MediaSegment> segments, boolean independentSegments) {
        return new MediaPlaylist(versionFor(segments), Optional.of(Type.VOD), targetFor(segments), 0, 0,
                independentSegments, List.of(), segments, List.of(), true);
    }

    /** The same as a recording that is over: a player shows all of it and asks for no more. */
    public MediaPlaylist concluded() {
        return ended && type.equals(Optional.of(Type.VOD))
                ? this
                : new MediaPlaylist(version, Optional.of(Type.VOD), targetDuration, mediaSequence,
                        discontinuitySequence, independentSegments, headers, segments, trailers, true);
    }

    /** How long it plays: all segments but those without media. */
    public Duration duration() {
        return segments.stream().filter(segment -> !segment.gap()).map(MediaSegment::duration)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The least target duration that RFC 8216 (4.3.3.1) allows for the segments; at least a second. */
    static Duration targetFor(List<MediaSegment> segments) {
        long seconds = segments.stream().mapToLong(segment -> segment.duration().plusMillis(500).toSeconds()).max()
                .orElse(1);
        return Duration.ofSeconds(Math.max(1, seconds));
    }

    /** The least version that has the tags which the segments need (RFC 8216, 7; {@code EXT-X-GAP}: its second edition). */
    private static int versionFor(List<MediaSegment> segments) {
        int version = 3;
        for (MediaSegment segment : segments) {
            if (segment.gap()) {
                version = Math.max(version, 8);
            }
            if (segment.initialization().isPresent()) {
                version = Math.max(version, 6);
            }
            if (segment.range().isPresent()) {
                version = Math.max(version, 4);
            }
        }
        return version;
    }
}
