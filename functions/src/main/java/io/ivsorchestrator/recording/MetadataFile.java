package io.ivsorchestrator.recording;

import java.util.Arrays;
import java.util.Optional;

/**
 * The metadata objects that IVS writes below a recording's prefix when its state changes. A recording has the first and
 * then exactly one of the other two (IVS user guides, the sections on JSON metadata of all three kinds).
 */
public enum MetadataFile {
    STARTED("events/recording-started.json", RecordingState.ACTIVE), ENDED("events/recording-ended.json",
            RecordingState.STOPPED), FAILED("events/recording-failed.json", RecordingState.FAILED);

    private final String path;
    private final RecordingState state;

    MetadataFile(String path, RecordingState state) {
        this.path = path;
        this.state = state;
    }

    /** Relative to the recording's prefix. */
    public String path() {
        return path;
    }

    /** What the object's existence alone says, whether or not it can be read. */
    public RecordingState state() {
        return state;
    }

    /** The metadata file that an object key names, with the prefix before it; empty for every other object. */
    public static Optional<Key> of(String key) {
        return Arrays.stream(values())
                .filter(file -> key.endsWith("/" + file.path))
                .findFirst()
                .map(
                        file -> new Key(file, key.substring(0, key.length() - file.path.length() - 1)));
    }

    /** A metadata object's key, taken apart. */
    public record Key(MetadataFile file, String prefix) {}
}
