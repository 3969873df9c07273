package io.ivsorchestrator.local.story;

import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.media.Rendition;
import io.ivsorchestrator.local.story.Playlists.Variant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes recordings as IVS leaves them in S3, with media that plays. The same plan gives the same bytes.
 *
 * <p>Everything is written in the order in which IVS would: {@code recording-started.json}, segments before the playlists
 * that name them, the last metadata object at the very end.
 */
public final class RecordingWriter {
    private static final String JSON = "application/json";
    private static final String PLAYLIST = "application/x-mpegURL";
    private static final String JPEG = "image/jpeg";
    private static final String TRANSPORT_STREAM = "video/MP2T";
    private static final String MP4 = "video/mp4";

    private final ObjectSink sink;
    private final MediaLibrary library;

    public RecordingWriter(ObjectSink sink, MediaLibrary library) {
        this.sink = sink;
        this.library = library;
    }

    /** Writes a whole recording: {@link #start}, then {@link #finish}. */
    public void write(RecordingPlan plan, Outcome outcome) {
        start(plan);
        finish(plan, outcome);
    }

    /** Writes what is there when IVS says Recording Start: {@code recording-started.json}, no media yet. */
    public void start(RecordingPlan plan) {
        put(plan, "events/recording-started.json", new RecordingMetadata(plan, variants(plan)).started(), JSON);
    }

    /** Writes the media of the plan as of a recording that still runs: playlists that can grow, no end. */
    public void media(RecordingPlan plan) {
        media(plan, false);
    }

    /** Writes the media and the last metadata object. A failed recording's playlists stay open, as they were when it broke. */
    public void finish(RecordingPlan plan, Outcome outcome) {
        String metadata = new RecordingMetadata(plan, variants(plan)).finished(outcome);
        switch (outcome) {
            case Outcome.Ended ended -> {
                media(plan, true);
                put(plan, "events/recording-ended.json", metadata, JSON);
            }
            case Outcome.Failed failed -> {
                media(plan, false);
                put(plan, "events/recording-failed.json", metadata, JSON);
            }
        }
    }

    private void media(RecordingPlan plan, boolean finished) {
        switch (plan) {
            case RecordingPlan.Channel channel -> channel(channel, finished);
            case RecordingPlan.Participant participant -> participant(participant, finished);
            case RecordingPlan.Composite composite -> composite(composite, finished);
        }
    }

    private void channel(RecordingPlan.Channel plan, boolean finished) {
        thumbnails(plan, "thumbnails/thumb", 0, "latest_thumbnail/thumb.jpg", library.thumbnail360());
        for (Variant variant : variants(plan)) {
            String folder = "media/hls/" + variant.uri() + "/";
            List<Integer> sizes = segments(plan, folder, ".ts", variant.rendition(), TRANSPORT_STREAM);
            put(plan, folder + "playlist.m3u8", Playlists.channel(plan.takes(), finished), PLAYLIST);
            if (finished) {
                String byteRange = Playlists.channelByteRange(plan.takes(), sizes);
                put(plan, folder + "byte-range-variant.m3u8", byteRange, PLAYLIST);
            }
        }
        put(plan, "media/hls/master.m3u8", multivariant(plan, "playlist.m3u8"), PLAYLIST);
        if (finished) {
            String byteRange = multivariant(plan, "byte-range-variant.m3u8");
            put(plan, "media/hls/byte-range-multivariant.m3u8", byteRange, PLAYLIST);
        }
    }

    private void participant(RecordingPlan.Participant plan, boolean finished) {
        thumbnails(plan, "thumbnails/high/", 1, "latest_thumbnail/high/thumb.jpg", library.thumbnail360());
        for (int take = 0; take < plan.takes().size(); take++) {
            byte[] header = library.participant().initialization().orElseThrow();
            sink.put(plan.bucket(), plan.prefix() + "/media/hls/high/init-" + take + ".mp4", header, MP4);
        }
        segments(plan, "media/hls/high/", ".mp4", library.participant(), MP4);
        put(plan, "media/hls/high/playlist.m3u8", Playlists.participant(plan.takes(), finished), PLAYLIST);
        put(plan, "media/hls/multivariant.m3u8", multivariant(plan, "playlist.m3u8"), PLAYLIST);
    }

    private void composite(RecordingPlan.Composite plan, boolean finished) {
        // The names within the folder are not documented; a participant's are assumed.
        thumbnails(
                plan, "thumbnails/1280x720/", 1, "latest_thumbnail/1280x720/thumb.jpg", library.thumbnail720());
        String folder = "media/hls/" + plan.rendition() + "/";
        segments(plan, folder, ".ts", library.composite(), TRANSPORT_STREAM);
        put(plan, folder + "playlist.m3u8", Playlists.composite(plan.take(), finished), PLAYLIST);
        put(plan, "media/hls/multivariant.m3u8", multivariant(plan, "playlist.m3u8"), PLAYLIST);
    }

    /** Numbers on over all takes, while each take's time stamps begin anew, as after a reconnect. */
    private List<Integer> segments(
            RecordingPlan plan, String folder, String extension, Rendition rendition, String contentType) {
        List<Integer> sizes = new ArrayList<>();
        for (Take take : plan.takes()) {
            for (int segment = 0; segment < take.segments(); segment++) {
                byte[] body = rendition.segment(segment);
                sink.put(plan.bucket(), plan.prefix() + "/" + folder + sizes.size() + extension, body, contentType);
                sizes.add(body.length);
            }
        }
        return sizes;
    }

    private void thumbnails(RecordingPlan plan, String sequential, int first, String latest, byte[] picture) {
        if (plan.thumbnails().sequential()) {
            for (int number = 0; number < plan.thumbnails().count(plan.duration()); number++) {
                String key = plan.prefix() + "/media/" + sequential + (first + number) + ".jpg";
                sink.put(plan.bucket(), key, picture, JPEG);
            }
        }
        if (plan.thumbnails().latest()) {
            sink.put(plan.bucket(), plan.prefix() + "/media/" + latest, picture, JPEG);
        }
    }

    private String multivariant(RecordingPlan plan, String playlist) {
        return Playlists.multivariant(variants(plan).stream()
                .map(variant -> new Variant(variant.uri() + "/" + playlist, variant.rendition()))
                .toList());
    }

    private List<Variant> variants(RecordingPlan plan) {
        return switch (plan) {
            case RecordingPlan.Channel channel -> List.of(
                    new Variant("360p30", library.channelSource()), new Variant("160p30", library.channelLowest()));
            case RecordingPlan.Participant participant -> List.of(new Variant("high", library.participant()));
            case RecordingPlan.Composite composite -> List.of(new Variant(composite.rendition(), library.composite()));
        };
    }

    private void put(RecordingPlan plan, String name, String text, String contentType) {
        sink.put(plan.bucket(), plan.prefix() + "/" + name, text.getBytes(StandardCharsets.UTF_8), contentType);
    }
}
