package io.ivsorchestrator.media.inspect;

import io.ivsorchestrator.media.Fetched;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.MediaObjects.ListedObject;
import io.ivsorchestrator.media.inspect.ObjectReader.UnreadableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Looks into segments of one bucket. Initialization segments are read once. Safe to use from several threads. */
public final class SegmentProbe {
    private static final int MAX_INITIALIZATION = 1024 * 1024;

    private final MediaObjects objects;
    private final String bucket;
    /** By key; an exception tells why there are none. */
    private final Map<String, Initialization> initializations = new ConcurrentHashMap<>();

    private sealed interface Initialization {
        record Known(List<FragmentedMp4Probe.Track> tracks) implements Initialization {}

        record Unreadable(String because) implements Initialization {}
    }

    public SegmentProbe(MediaObjects objects, String bucket) {
        this.objects = objects;
        this.bucket = bucket;
    }

    /**
     * What a segment's bytes say.
     *
     * @param initialization of fragmented MP4; empty for a transport stream
     * @throws io.ivsorchestrator.media.RecordingFilesException for everything that may pass: try again later
     */
    public Probed probe(StoredSegment segment, Optional<ListedObject> initialization) {
        ListedObject object = segment.object();
        if (object.bytes() == 0) {
            return new Probed.Unreadable("it is empty");
        }
        ObjectReader reader = new ObjectReader(objects, bucket, object.key(), object.bytes());
        if (initialization.isEmpty()) {
            return TransportStreamProbe.probe(reader);
        }
        return switch (initializations.computeIfAbsent(initialization.get().key(), this::initialization)) {
            case Initialization.Known(List<FragmentedMp4Probe.Track> tracks) -> FragmentedMp4Probe.probe(reader,
                    tracks);
            case Initialization.Unreadable(String because) -> new Probed.Unreadable(
                    "its initialization segment cannot be used: " + because);
        };
    }

    private Initialization initialization(String key) {
        try {
            return switch (objects.fetch(bucket, key, MAX_INITIALIZATION)) {
                case Fetched.Found found -> new Initialization.Known(FragmentedMp4Probe.tracks(found.body()));
                case Fetched.NotFound _ -> new Initialization.Unreadable("it is gone");
                case Fetched.Denied denied -> new Initialization.Unreadable(denied.reason());
                case Fetched.TooLarge large -> new Initialization.Unreadable("it has " + large.bytes() + " bytes");
            };
        } catch (UnreadableException broken) {
            return new Initialization.Unreadable(broken.because());
        }
    }
}
