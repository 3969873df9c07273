package io.ivsorchestrator.local.story;

import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.media.Rendition;
import io.ivsorchestrator.local.story.Playlists.Entry;
import io.ivsorchestrator.local.story.RecordingPlan.Segment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes recordings as IVS leaves them in S3, with media that plays. The same plans give the same bytes.
 *
 * <p>Everything is written in the order in which IVS would: {@code recording-started.json}, segments and thumbnails as they
 * come, segments before the playlists that name them, the last metadata object at the very end. A recording may be written
 * in one go or bit by bit, with plans that go further each time: what is written is remembered and not written again.
 */
public final class RecordingWriter {
    /** Of playlists, as AWS writes it. */
    public static final String PLAYLIST = "application/x-mpegURL";
    /** Of metadata. */
    public static final String JSON = "application/json";
    /** Of thumbnails. */
    public static final String JPEG = "image/jpeg";

    private static final String TRANSPORT_STREAM = "video/MP2T";
    private static final String MP4 = "video/mp4";

    private final TimedObjectSink sink;
    private final MediaLibrary library;
    private final Map<String, Written> recordings = new HashMap<>();

    public RecordingWriter(ObjectSink sink, MediaLibrary library) {
        this((_, bucket, key, content, contentType) -> {
            switch (content) {
                case Content.Whole whole -> sink.put(bucket, key, whole.bytes(), contentType);
                case Content.Segment segment -> sink.put(bucket, key, segment, contentType);
            }
        }, library);
    }

    public RecordingWriter(TimedObjectSink sink, MediaLibrary library) {
        this.sink = sink;
        this.library = library;
    }

    /** How far a recording is written. */
    private static final class Written {
        /** Segments of all variants, which take turns. */
        private int segments;
        private int headers;
        private int thumbnails;
        private int newestThumbnail;
        /** Of the first variant, that its playlist names. */
        private int listed;
        private boolean closed;
        /** Of what all variants have. */
        private Duration duration = Duration.ZERO;
        private final List<MediaPlaylist> playlists;

        Written(RecordingPlan plan) {
            playlists = plan.variants().stream().map(_ -> Playlists.of(plan)).toList();
        }
    }

    /** Writes a whole recording: {@link #start}, then {@link #finish}. */
    public void write(RecordingPlan plan, Outcome outcome) {
        start(plan, plan.startedAt());
        finish(plan, outcome);
    }

    /** Writes what is there when IVS says Recording Start: {@code recording-started.json}, no media yet. */
    public void start(RecordingPlan plan, Instant at) {
        recordings.remove(plan.prefix());
        put(plan, at, "events/recording-started.json", new RecordingMetadata(plan).started(), JSON);
    }

    /** Writes the media of the plan as of a recording that still runs: playlists that can grow, no end. */
    public void media(RecordingPlan plan) {
        grow(plan);
        playlists(plan, null);
    }

    /** Writes the media and the last metadata object. A failed recording's playlists stay open, as they were when it broke. */
    public void finish(RecordingPlan plan, Outcome outcome) {
        grow(plan);
        end(plan, outcome);
    }

    /** As {@link #finish} with what is written already, even if more was recorded. */
    public void breakOff(RecordingPlan plan, Outcome.Failed failed) {
        end(plan, failed);
    }

    /** Writes playlists that can grow, of what is written already. */
    public void playlists(RecordingPlan plan) {
        playlists(plan, null);
    }

    /** How long the media plays that is written. */
    public Duration duration(RecordingPlan plan) {
        return written(plan).duration;
    }

    private void end(RecordingPlan plan, Outcome outcome) {
        String metadata = new RecordingMetadata(plan).finished(outcome, duration(plan));
        switch (outcome) {
            case Outcome.Ended ended -> {
                playlists(plan, ended.at());
                put(plan, ended.at(), "events/recording-ended.json", metadata, JSON);
            }
            case Outcome.Failed failed -> {
                playlists(plan, null);
                put(plan, failed.at(), "events/recording-failed.json", metadata, JSON);
            }
        }
    }

    private Written written(RecordingPlan plan) {
        return recordings.computeIfAbsent(plan.prefix(), _ -> new Written(plan));
    }

    /** Segments and thumbnails in the order of time, those of the same time with the thumbnail first. */
    private void grow(RecordingPlan plan) {
        Written written = written(plan);
        int variants = plan.variants().size();
        int total = plan.segmentCount() * variants;
        int thumbnails = plan.thumbnails().any() ? plan.thumbnails().count(plan.recorded()) : 0;
        List<Segment> segments = written.segments < total ? plan.segments() : List.of();
        while (written.segments < total || written.thumbnails < thumbnails) {
            Segment segment = written.segments < total ? segments.get(written.segments / variants) : null;
            Instant thumbnail = written.thumbnails < thumbnails ? thumbnailTime(plan, written.thumbnails) : null;
            if (segment == null || (thumbnail != null && !thumbnail.isAfter(segment.endsAt()))) {
                thumbnail(plan, written, thumbnail == null ? plan.startedAt() : thumbnail);
            } else {
                segment(plan, written, segment, plan.variants().get(written.segments % variants));
            }
        }
        if (plan.thumbnails().latest() && written.newestThumbnail < written.thumbnails) {
            put(plan, thumbnailTime(plan, written.thumbnails - 1), latestThumbnail(plan),
                    new Content.Whole(library.thumbnail(plan.thumbnailSize().height())), JPEG);
            written.newestThumbnail = written.thumbnails;
        }
    }

    private void segment(RecordingPlan plan, Written written, Segment segment, Variant variant) {
        String folder = folder(variant);
        if (plan instanceof RecordingPlan.Participant && written.headers <= segment.takeNumber()) {
            byte[] header = rendition(plan, variant).initialization().orElseThrow();
            put(plan, segment.startsAt(), folder + "init-" + segment.takeNumber() + ".mp4",
                    new Content.Whole(header), MP4);
            written.headers = segment.takeNumber() + 1;
        }
        int number = written.segments / plan.variants().size();
        boolean mp4 = plan instanceof RecordingPlan.Participant;
        put(plan, segment.endsAt(), folder + number + (mp4 ? ".mp4" : ".ts"),
                new Content.Segment(rendition(plan, variant), segment.firstGroup(), segment.groups()),
                mp4 ? MP4 : TRANSPORT_STREAM);
        written.segments++;
        if (written.segments % plan.variants().size() == 0) {
            written.duration = written.duration.plus(segment.duration());
        }
    }

    private void thumbnail(RecordingPlan plan, Written written, Instant time) {
        if (plan.thumbnails().sequential()) {
            put(plan, time, sequentialThumbnail(plan, written.thumbnails),
                    new Content.Whole(library.thumbnail(plan.thumbnailSize().height())), JPEG);
        }
        written.thumbnails++;
    }

    private static String sequentialThumbnail(RecordingPlan plan, int number) {
        return switch (plan) {
            case RecordingPlan.Channel _ -> "media/thumbnails/thumb" + number + ".jpg";
            case RecordingPlan.Participant _ -> "media/thumbnails/high/" + (number + 1) + ".jpg";
            // The names within the folder are not documented; a participant's are assumed.
            case RecordingPlan.Composite composite ->
                    "media/thumbnails/" + size(composite) + "/" + (number + 1) + ".jpg";
        };
    }

    private static String latestThumbnail(RecordingPlan plan) {
        return switch (plan) {
            case RecordingPlan.Channel _ -> "media/latest_thumbnail/thumb.jpg";
            case RecordingPlan.Participant _ -> "media/latest_thumbnail/high/thumb.jpg";
            case RecordingPlan.Composite composite -> "media/latest_thumbnail/" + size(composite) + "/thumb.jpg";
        };
    }

    private static String size(RecordingPlan.Composite composite) {
        return composite.size().width() + "x" + composite.size().height();
    }

    /** When the picture was live: so much recorded time after the start. */
    private static Instant thumbnailTime(RecordingPlan plan, int number) {
        Duration before = plan.thumbnails().interval().multipliedBy(number);
        for (Take take : plan.takes()) {
            if (before.compareTo(take.duration()) < 0) {
                return take.startedAt().plus(before);
            }
            before = before.minus(take.duration());
        }
        return plan.startedAt();
    }

    /** @param end when they are closed; null = they stay open */
    private void playlists(RecordingPlan plan, @Nullable Instant end) {
        Written written = written(plan);
        int variants = plan.variants().size();
        boolean nothingNew = written.listed == written.segments && written.closed == (end != null);
        if (written.segments == 0 || nothingNew) {
            return;
        }
        List<Segment> segments = plan.segments();
        Instant at = end == null ? segments.get((written.segments - 1) / variants).endsAt() : end;
        for (int variant = 0; variant < variants; variant++) {
            Variant shown = plan.variants().get(variant);
            // While they take turns, the first ones may be one segment ahead.
            List<Segment> complete = segments.subList(0, (written.segments + variants - 1 - variant) / variants);
            MediaPlaylist playlist = written.playlists.get(variant);
            Playlists.extend(playlist, plan, complete);
            put(plan, at, folder(shown) + "playlist.m3u8", playlist.text(end != null), PLAYLIST);
            if (end != null && plan instanceof RecordingPlan.Channel) {
                put(plan, at, folder(shown) + "byte-range-variant.m3u8",
                        Playlists.channelByteRange(complete, rendition(plan, shown)), PLAYLIST);
            }
        }
        multivariants(plan, at, end != null);
        written.listed = written.segments;
        written.closed = end != null;
    }

    private void multivariants(RecordingPlan plan, Instant at, boolean finished) {
        boolean channel = plan instanceof RecordingPlan.Channel;
        put(plan, at, channel ? "media/hls/master.m3u8" : "media/hls/multivariant.m3u8",
                multivariant(plan, "playlist.m3u8"), PLAYLIST);
        if (channel && finished) {
            put(plan, at, "media/hls/byte-range-multivariant.m3u8", multivariant(plan, "byte-range-variant.m3u8"),
                    PLAYLIST);
        }
    }

    private String multivariant(RecordingPlan plan, String playlist) {
        return Playlists.multivariant(plan.variants()
                .stream()
                .map(variant -> new Entry(variant.folder() + "/" + playlist, variant, rendition(plan, variant)))
                .toList());
    }

    private Rendition rendition(RecordingPlan plan, Variant variant) {
        Size picture = variant.picture();
        return switch (plan) {
            case RecordingPlan.Participant _ -> picture == null ? library.participantSound() : library.participant();
            case RecordingPlan.Channel _,RecordingPlan.Composite _ ->
                    picture == null ? library.sound() : library.transportStream(picture.height());
        };
    }

    private static String folder(Variant variant) {
        return "media/hls/" + variant.folder() + "/";
    }

    private void put(RecordingPlan plan, Instant at, String name, String text, String contentType) {
        put(plan, at, name, new Content.Whole(text.getBytes(StandardCharsets.UTF_8)), contentType);
    }

    private void put(RecordingPlan plan, Instant at, String name, Content content, String contentType) {
        sink.put(at, plan.bucket(), plan.prefix() + "/" + name, content, contentType);
    }
}
