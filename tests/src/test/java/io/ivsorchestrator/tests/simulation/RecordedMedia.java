package io.ivsorchestrator.tests.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The media of one recording as IVS's recorder wrote it, one rendition: segments one after the other, and a playlist that names them. */
final class RecordedMedia {
    /** Where it lies, relative to the recording's prefix. */
    static final String FOLDER = "media/hls/high/";

    private final List<Segment> segments = new ArrayList<>();
    private boolean hasPlaylist = true;
    private boolean lost;
    private boolean wentOn;

    /**
     * One segment.
     *
     * @param lost named in the playlist; the object could not be written
     */
    record Segment(int number, int millis, boolean lost) {
        String path() {
            return FOLDER + number + ".ts";
        }
    }

    Segment next(int millis, boolean lost) {
        Segment segment = new Segment(segments.size(), millis, lost);
        segments.add(segment);
        wentOn |= this.lost;
        return segment;
    }

    /** IVS never manages to write it. */
    void withoutPlaylist() {
        hasPlaylist = false;
    }

    /** Something of it, or of what was made of it, went after it had been written. */
    void lose() {
        lost = true;
    }

    /** Whether something went. */
    boolean isLost() {
        return lost;
    }

    /** Whether something went while more was still to come: who looked in between may have taken the rest for all. */
    boolean wentOn() {
        return wentOn;
    }

    boolean hasPlaylist() {
        return hasPlaylist;
    }

    /** As it is written after each segment. */
    String playlist() {
        StringBuilder text = new StringBuilder("""
                #EXTM3U
                #EXT-X-VERSION:4
                #EXT-X-TARGETDURATION:12
                #EXT-X-PLAYLIST-TYPE:EVENT
                #EXT-X-MEDIA-SEQUENCE:0
                """);
        segments.forEach(segment -> text.append("#EXTINF:").append(segment.millis / 1000).append('.')
                .append("%03d".formatted(segment.millis % 1000)).append(",\n").append(segment.number).append(".ts\n"));
        return text.toString();
    }

    /** What can be played: only a playlist tells how long a segment is, since these have nothing in them. */
    List<Segment> playable() {
        return hasPlaylist ? segments.stream().filter(segment -> !segment.lost).toList() : List.of();
    }

    int missing() {
        return segments.size() - playable().size();
    }

    long millis() {
        return playable().stream().mapToLong(Segment::millis).sum();
    }

    /** Nothing at all, or nothing that can be played. */
    Optional<String> because() {
        if (!playable().isEmpty()) {
            return Optional.empty();
        }
        boolean any = segments.stream().anyMatch(segment -> !segment.lost);
        return Optional.of(any
                ? "no segment can be played"
                : hasPlaylist && !segments.isEmpty()
                        ? "there is no segment below media/hls/"
                        : "there is nothing below media/hls/");
    }
}
