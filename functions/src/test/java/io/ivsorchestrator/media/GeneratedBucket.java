package io.ivsorchestrator.media;

import io.ivsorchestrator.recording.RecordingKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bucket that needs no memory: so many channels with so many recordings each, whose listing and metadata are computed. It
 * folds, and counts the requests.
 */
public final class GeneratedBucket implements RecordingListing, RecordingFiles {
    private static final String ROOT = "ivs/v1/123456789012/";
    private static final Instant WRITTEN = Instant.parse("2026-03-07T10:36:12Z");
    /** Two metadata objects and the folded media. */
    private static final int ENTRIES = 3;

    private final int perChannel;
    private final byte[] metadata = MetadataSamples.json(RecordingKind.CHANNEL, "ended");
    private long lists;
    private long gets;

    public GeneratedBucket(int perChannel) {
        this.perChannel = perChannel;
    }

    public static String channel(int number) {
        return ROOT + "Channel%05d/".formatted(number);
    }

    public long lists() {
        return lists;
    }

    public long gets() {
        return gets;
    }

    @Override
    public Listed list(Query query) {
        lists++;
        List<ListedObject> objects = new ArrayList<>();
        List<String> folded = new ArrayList<>();
        int from = query.token().map(Integer::parseInt).orElse(0);
        int to = Math.min(from + query.limit(), perChannel * ENTRIES);
        for (int entry = from; entry < to; entry++) {
            String prefix = query.prefix() + "2026/3/7/9/4/R" + (10_000_000 + entry / ENTRIES);
            switch (entry % ENTRIES) {
                case 0 -> objects.add(new ListedObject(prefix + "/events/recording-ended.json", WRITTEN));
                case 1 -> objects.add(new ListedObject(prefix + "/events/recording-started.json", WRITTEN));
                default -> folded.add(prefix + "/media/");
            }
        }
        return new Listed(objects, folded,
                to < perChannel * ENTRIES ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    @Override
    public Fetched fetch(String bucket, String key) {
        gets++;
        return new Fetched.Found(metadata, WRITTEN, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
