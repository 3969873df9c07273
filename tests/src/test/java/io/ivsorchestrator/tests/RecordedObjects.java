package io.ivsorchestrator.tests;

import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.story.ObjectSink;
import io.ivsorchestrator.local.story.Outcome;
import io.ivsorchestrator.local.story.RecordingPlan;
import io.ivsorchestrator.local.story.RecordingWriter;
import io.ivsorchestrator.local.story.Size;
import io.ivsorchestrator.local.story.Take;
import io.ivsorchestrator.local.story.Thumbnails;
import io.ivsorchestrator.local.story.Variant;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.S3Location;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The objects of a small recording with real media, in the order in which they are written: playlists twice while it goes
 * on, and at its end.
 */
record RecordedObjects(Shape shape, S3Location location, List<Stored> stored,
        List<RecordingPlan.Segment> segments) {
    static final String BUCKET = "acme-live-recordings-usw2";
    private static final Instant START = Instant.parse("2026-03-07T09:04:31.250Z");
    private static final MediaLibrary LIBRARY = MediaLibrary.load();
    private static final String STAGE = "arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa";

    @SuppressWarnings("ArrayRecordComponent")
    record Stored(String key, byte[] body, String contentType) {}

    /** What is recorded. */
    enum Shape {
        /** MPEG-TS, two pictures and one rendition of sound only, merged from two streams. */
        CHANNEL(RecordingKind.CHANNEL),
        /** Fragmented MP4, merged from two connections. */
        PARTICIPANT(RecordingKind.PARTICIPANT),
        /** The same without pictures. */
        PARTICIPANT_SOUND(RecordingKind.PARTICIPANT),
        /** MPEG-TS without dates. */
        COMPOSITE(RecordingKind.COMPOSITE);

        final RecordingKind kind;

        Shape(RecordingKind kind) {
            this.kind = kind;
        }

        /** Renditions that have a picture. */
        Set<String> pictures() {
            return switch (this) {
                case CHANNEL -> Set.of("360p30", "160p30");
                case PARTICIPANT -> Set.of("high");
                case PARTICIPANT_SOUND -> Set.of();
                case COMPOSITE -> Set.of("720p30-qWeRtYuIoP12");
            };
        }
    }

    static RecordedObjects ended(Shape shape) {
        return of(shape, new Outcome.Ended(START.plusSeconds(60)));
    }

    static RecordedObjects failed(Shape shape) {
        return of(shape, new Outcome.Failed(START.plusSeconds(60), "InternalServerException"));
    }

    private static RecordedObjects of(Shape shape, Outcome outcome) {
        List<Stored> stored = new ArrayList<>();
        ObjectSink sink = (bucket, key, body, type) -> stored.add(new Stored(key, body, type));
        RecordingWriter writer = new RecordingWriter(sink, LIBRARY);
        RecordingPlan plan = plan(shape);
        writer.start(plan, START);
        writer.media(plan.until(START.plusSeconds(5)));
        writer.media(plan.until(START.plusSeconds(21)));
        writer.finish(plan, outcome);
        return new RecordedObjects(shape, new S3Location(BUCKET, plan.prefix()), List.copyOf(stored),
                plan.segments());
    }

    private static RecordingPlan plan(Shape shape) {
        List<Take> merged = List.of(new Take(START, Duration.ofSeconds(24)),
                new Take(START.plusSeconds(40), Duration.ofSeconds(16)));
        return switch (shape) {
            case CHANNEL -> new RecordingPlan.Channel(BUCKET, "arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m",
                    "y6TgBn2HjMk8", START, merged,
                    List.of(new Variant("360p30", RecordingPlan.SMALL), new Variant("160p30", new Size(284, 160)),
                            new Variant("audio_only", null)),
                    Thumbnails.SEQUENTIAL_AND_LATEST, RecordingPlan.SMALL);
            case PARTICIPANT -> participant("Nb7vC6xZ5lKj", merged, RecordingPlan.Participant.HIGH);
            case PARTICIPANT_SOUND -> participant("Sb7vC6xZ5lKj", merged, new Variant("audio", null));
            case COMPOSITE -> new RecordingPlan.Composite(BUCKET, STAGE, "Mv2bN5cX8zLk", "Hj4gF7dSa2Qw",
                    "Er3tY6uI9oPa", "720p30-qWeRtYuIoP12", new Take(START, Duration.ofSeconds(8)),
                    Thumbnails.SEQUENTIAL_AND_LATEST);
        };
    }

    private static RecordingPlan participant(String id, List<Take> takes, Variant variant) {
        return new RecordingPlan.Participant(BUCKET, STAGE, "st-aB1cD2eF3gH4i", id, START, takes, List.of(variant),
                RecordingPlan.Participant.SEGMENT_TARGET, Thumbnails.SEQUENTIAL_AND_LATEST);
    }

    /** How long a segment plays. */
    Duration duration(long number) {
        return Take.GROUP.multipliedBy(segments.get((int) number).groups());
    }

    /** How long all of it plays. */
    Duration duration() {
        return IntStream.range(0, segments.size()).mapToObj(this::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /** How many pictures a segment has. */
    int pictures(long number) {
        return 48 * segments.get((int) number).groups();
    }

    /** Whether a segment's media goes on where another one's ends. */
    boolean continues(long number, long next) {
        return next == number + 1
                && segments.get((int) number).takeNumber() == segments.get((int) next).takeNumber();
    }
}
