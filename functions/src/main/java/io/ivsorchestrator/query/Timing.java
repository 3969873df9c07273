package io.ivsorchestrator.query;

import io.ivsorchestrator.media.Fetched;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.media.hls.MediaPlaylist;
import io.ivsorchestrator.media.hls.MediaSegment;
import io.ivsorchestrator.media.hls.PlaylistException;
import io.ivsorchestrator.media.hls.PlaylistParser;
import io.ivsorchestrator.query.Track.Piece;
import io.ivsorchestrator.query.Track.TimedBy;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When exactly something was recorded: read from a media playlist where it says so. Participant recordings date their first
 * segment and each one after a discontinuity, in milliseconds and comparable between participants (IVS Real-Time User Guide,
 * "Individual Participant Recording"); composite recordings date nothing.
 */
final class Timing {
    /** Less than this between two segments is the encoder's rounding. */
    private static final Duration BREAK = Duration.ofMillis(500);
    /** More than anybody could draw. */
    private static final int MAX_PIECES = 500;
    /** A participant or a composition goes on for at most this long (IVS Real-Time User Guide, "Service Quotas"). */
    private static final Duration LONGEST = Duration.ofHours(24);

    private final RecordingFiles files;
    private final InstantSource clock;

    Timing(RecordingFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /**
     * One S3 request, or none where no metadata tells of media. Whatever cannot be read is timed by what the index knows.
     *
     * @param most pieces; a recording in more goes on in the last
     */
    Track track(RecordingSummary recording, boolean inferred, int most) {
        List<Piece> dated = playlistKey(recording).map(key -> pieces(recording, key, Math.min(most, MAX_PIECES)))
                .orElse(List.of());
        return dated.isEmpty()
                ? new Track(recording, inferred, TimedBy.RECORDING, List.of(known(recording)))
                : new Track(recording, inferred, TimedBy.PROGRAM_DATE_TIME, dated);
    }

    /** What goes on goes on until now. */
    private Piece known(RecordingSummary recording) {
        Instant start = recording.startedAt();
        Optional<Instant> now = Optional.of(clock.instant()).filter(_ -> !recording.state().terminal())
                .map(it -> it.isAfter(start.plus(LONGEST)) ? start.plus(LONGEST) : it);
        Duration between = recording.endedAt().or(() -> now).map(end -> Duration.between(start, end))
                .filter(length -> !length.isNegative()).orElse(Duration.ZERO);
        return new Piece(start, recording.duration().orElse(between));
    }

    private static Optional<String> playlistKey(RecordingSummary recording) {
        if (recording.presence() == MediaPresence.GONE) {
            return Optional.empty();
        }
        return recording.media().flatMap(Media::hls).flatMap(hls -> hls.renditions().stream().findFirst())
                .flatMap(rendition -> recording.location().map(location -> location.key(rendition.playlist())));
    }

    private List<Piece> pieces(RecordingSummary recording, String key, int most) {
        try {
            return files.fetch(recording.location().map(S3Location::bucket).orElseThrow(),
                    key) instanceof Fetched.Found found
                            ? pieces(PlaylistParser.parseMedia(found.body()), most)
                            : List.of();
        } catch (PlaylistException | RecordingFilesException unreadable) {
            return List.of();
        }
    }

    /** Empty unless the first segment says when it is. A segment without a date follows the one before it. */
    private static List<Piece> pieces(MediaPlaylist playlist, int most) {
        List<Piece> pieces = new ArrayList<>();
        Optional<Instant> clock = Optional.empty();
        for (MediaSegment segment : playlist.segments()) {
            Optional<Instant> before = clock;
            Optional<Instant> start = segment.date().or(() -> before);
            if (start.isEmpty()) {
                return List.of();
            }
            clock = start.map(it -> it.plus(segment.duration()));
            if (!segment.gap()) {
                add(pieces, new Piece(start.get(), segment.duration()), most);
            }
        }
        return pieces;
    }

    /** To the last piece, where it follows it. */
    private static void add(List<Piece> pieces, Piece piece, int most) {
        boolean follows = !pieces.isEmpty() && (pieces.size() >= most
                || Duration.between(pieces.getLast().end(), piece.start()).abs().compareTo(BREAK) <= 0);
        if (follows) {
            Piece last = pieces.removeLast();
            pieces.add(new Piece(last.start(), Duration.between(last.start(), piece.end())));
        } else {
            pieces.add(piece);
        }
    }
}
