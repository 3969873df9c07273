package io.ivsorchestrator.tests;

import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.media.Rendition;
import io.ivsorchestrator.local.story.ObjectSink;
import io.ivsorchestrator.local.story.Outcome;
import io.ivsorchestrator.local.story.RecordingPlan;
import io.ivsorchestrator.local.story.RecordingWriter;
import io.ivsorchestrator.local.story.Take;
import io.ivsorchestrator.local.story.Thumbnails;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.S3Location;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The objects of a small recording with real media, in the order in which they are written: its first take, playlists,
 * what was merged into it later (not of a composition), playlists again.
 */
record RecordedObjects(S3Location location, List<Stored> stored, List<Integer> takes) {
    static final String BUCKET = "acme-live-recordings-usw2";
    static final Duration SEGMENT = Rendition.SEGMENT_DURATION;
    private static final Instant START = Instant.parse("2026-03-07T09:04:31.250Z");
    private static final MediaLibrary LIBRARY = MediaLibrary.load();

    @SuppressWarnings("ArrayRecordComponent")
    record Stored(String key, byte[] body, String contentType) {}

    static RecordedObjects ended(RecordingKind kind) {
        return of(kind, new Outcome.Ended(START.plusSeconds(60)));
    }

    static RecordedObjects failed(RecordingKind kind) {
        return of(kind, new Outcome.Failed(START.plusSeconds(60), "InternalServerException"));
    }

    private static RecordedObjects of(RecordingKind kind, Outcome outcome) {
        List<Take> takes = List.of(take(0, 3), take(30, 2));
        List<Stored> stored = new ArrayList<>();
        ObjectSink sink = (bucket, key, body, type) -> stored.add(new Stored(key, body, type));
        RecordingWriter writer = new RecordingWriter(sink, LIBRARY);
        RecordingPlan whole = plan(kind, takes);
        writer.start(whole);
        writer.media(plan(kind, kind == RecordingKind.COMPOSITE ? List.of(take(0, 2)) : takes.subList(0, 1)));
        writer.finish(whole, outcome);
        return new RecordedObjects(new S3Location(BUCKET, whole.prefix()), List.copyOf(stored),
                whole.takes().stream().map(Take::segments).toList());
    }

    private static Take take(int second, int segments) {
        return new Take(START.plusSeconds(second), SEGMENT.multipliedBy(segments));
    }

    private static RecordingPlan plan(RecordingKind kind, List<Take> takes) {
        return switch (kind) {
            case CHANNEL -> new RecordingPlan.Channel(BUCKET, "arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m",
                    "y6TgBn2HjMk8", takes, Thumbnails.SEQUENTIAL_AND_LATEST);
            case PARTICIPANT -> new RecordingPlan.Participant(BUCKET,
                    "arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa", "st-aB1cD2eF3gH4i", "Nb7vC6xZ5lKj", takes,
                    Thumbnails.SEQUENTIAL_AND_LATEST);
            case COMPOSITE -> new RecordingPlan.Composite(BUCKET,
                    "arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa", "Mv2bN5cX8zLk", "Hj4gF7dSa2Qw",
                    "Er3tY6uI9oPa", "720p30-qWeRtYuIoP12", takes.getFirst(), Thumbnails.SEQUENTIAL_AND_LATEST);
        };
    }

    /** How many segments the rendition has that has most. */
    int segments() {
        return takes.stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether a segment's media goes on where another one's ends. */
    boolean continues(long number, long next) {
        return next == number + 1 && takeOf(number) == takeOf(next);
    }

    private int takeOf(long number) {
        return IntStream.range(0, takes.size())
                .filter(take -> number < takes.subList(0, take + 1).stream().mapToInt(Integer::intValue).sum())
                .findFirst().orElseThrow();
    }
}
