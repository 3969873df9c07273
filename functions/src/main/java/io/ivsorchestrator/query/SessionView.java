package io.ivsorchestrator.query;

import io.ivsorchestrator.index.JsonText;
import io.ivsorchestrator.query.Track.Piece;
import io.ivsorchestrator.recording.RecordingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A stage session on one timeline: what was recorded of whom, when at the same time, and when of nobody.
 *
 * @param complete whether these are all recordings of the session; else gaps and overlaps are those of these tracks
 * @param tracks   earliest first; at least one
 */
record SessionView(String stageId, String sessionId, boolean complete, List<Track> tracks, Optional<String> next) {
    /** More than anybody could draw; so many overlaps only come from media that breaks all the time. */
    private static final int MAX_SPANS = 2000;

    SessionView {
        tracks = tracks.stream().sorted(Comparator.comparing(Track::start)
                .thenComparing(track -> track.recording().id())).toList();
    }

    /**
     * A stretch of the timeline.
     *
     * @param tracks indexes of the participants' tracks that were being recorded
     */
    record Span(Instant start, Instant end, List<Integer> tracks) {}

    private Instant origin() {
        return tracks.getFirst().start();
    }

    private Instant end() {
        return tracks.stream().map(Track::end).max(Comparator.naturalOrder()).orElseThrow();
    }

    /** When two participants or more were recorded. */
    List<Span> overlaps() {
        return spans(count -> count > 1);
    }

    /** When no participant was recorded, between the first and the last who was. */
    List<Span> gaps() {
        return spans(count -> count == 0);
    }

    /** The stretches between any two moments at which something begins or ends. */
    private List<Span> spans(Predicate<Integer> wanted) {
        List<Span> spans = new ArrayList<>();
        List<Change> changes = changes();
        SortedSet<Integer> recorded = new TreeSet<>();
        for (int i = 0; i + 1 < changes.size() && spans.size() < MAX_SPANS; i++) {
            Change change = changes.get(i);
            if (change.begins()) {
                recorded.add(change.track());
            } else {
                recorded.remove(change.track());
            }
            Instant until = changes.get(i + 1).at();
            if (until.isAfter(change.at()) && wanted.test(recorded.size())) {
                spans.add(new Span(change.at(), until, List.copyOf(recorded)));
            }
        }
        return spans;
    }

    private record Change(Instant at, boolean begins, int track) {}

    /** Of one moment the endings first, so that who follows at once does not overlap. */
    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).recording().kind() == RecordingKind.PARTICIPANT) {
                for (Piece piece : tracks.get(i).pieces()) {
                    changes.add(new Change(piece.start(), true, i));
                    changes.add(new Change(piece.end(), false, i));
                }
            }
        }
        changes.sort(Comparator.comparing(Change::at).thenComparing(Change::begins));
        return changes;
    }

    String json(RecordingJson recordings) {
        SortedSet<String> users = new TreeSet<>();
        tracks.forEach(track -> users.addAll(track.recording().userIds()));
        return JsonText.object(json -> json.text("stageId", stageId).text("sessionId", sessionId)
                .time("origin", origin()).number("lengthMs", Duration.between(origin(), end()).toMillis())
                .flag("complete", complete).texts("userIds", users)
                .list("tracks", tracks.stream().map(track -> json(track, recordings)).toList())
                .list("overlaps", overlaps().stream().map(this::json).toList())
                .list("gaps", gaps().stream().map(this::json).toList())
                .text("next", next));
    }

    private String json(Track track, RecordingJson recordings) {
        return JsonText.object(json -> json.text("recordingId", track.recording().id().text())
                .flag("inferred", track.inferred()).text("timedBy", track.timedBy().name())
                .number("offsetMs", offset(track.start()))
                .list("pieces", track.pieces().stream().map(piece -> piece(piece.start(), piece.length())).toList())
                .raw("recording", recordings.write(track.recording())));
    }

    private String piece(Instant start, Duration length) {
        return JsonText.object(json -> json.number("offsetMs", offset(start)).number("durationMs", length.toMillis()));
    }

    private String json(Span span) {
        return JsonText.object(json -> json.number("offsetMs", offset(span.start()))
                .number("durationMs", Duration.between(span.start(), span.end()).toMillis())
                .list("tracks", span.tracks().stream().map(String::valueOf).toList()));
    }

    private long offset(Instant time) {
        return Duration.between(origin(), time).toMillis();
    }
}
