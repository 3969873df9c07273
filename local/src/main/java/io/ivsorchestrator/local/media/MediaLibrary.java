package io.ivsorchestrator.local.media;

import io.ivsorchestrator.local.media.Rendition.FragmentedMp4Rendition;
import io.ivsorchestrator.local.media.Rendition.TransportStreamRendition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/** The media of the built-in story: real pictures and sound, the same at every call. */
public final class MediaLibrary {
    private static final int SEGMENTS = 3;

    private final Rendition channelSource;
    private final Rendition channelLowest;
    private final Rendition participant;
    private final Rendition composite;
    private final byte[] thumbnail360;
    private final byte[] thumbnail720;

    private MediaLibrary() {
        channelSource = transportStream(640, 360, "avc1.4d401e,mp4a.40.2", "ts/360p30");
        channelLowest = transportStream(284, 160, "avc1.4d400d,mp4a.40.2", "ts/160p30");
        composite = transportStream(1280, 720, "avc1.4d401f,mp4a.40.2", "ts/720p30");
        participant = new FragmentedMp4Rendition(
                640, 360, "avc1.4d401e,mp4a.40.2", read("fmp4/high/init.mp4"), cycle("fmp4/high", "mp4"));
        thumbnail360 = read("thumbnails/640x360.jpg");
        thumbnail720 = read("thumbnails/1280x720.jpg");
    }

    /**
     * Reads the media from the class path.
     *
     * @throws IllegalStateException if the JAR lacks them
     */
    public static MediaLibrary load() {
        return new MediaLibrary();
    }

    /** A channel's source rendition: 640x360, 30 fps, MPEG-TS. */
    public Rendition channelSource() {
        return channelSource;
    }

    /** A channel's lowest rendition: 284x160, 30 fps, MPEG-TS. */
    public Rendition channelLowest() {
        return channelLowest;
    }

    /** A participant's only rendition: 640x360, 30 fps, fragmented MP4. */
    public Rendition participant() {
        return participant;
    }

    /** A composition's only rendition: 1280x720, 30 fps, MPEG-TS. */
    public Rendition composite() {
        return composite;
    }

    /** A JPEG picture of 640x360, for channels and participants. */
    public byte[] thumbnail360() {
        return thumbnail360.clone();
    }

    /** A JPEG picture of 1280x720, for compositions. */
    public byte[] thumbnail720() {
        return thumbnail720.clone();
    }

    private static Rendition transportStream(int width, int height, String codecs, String folder) {
        return new TransportStreamRendition(width, height, codecs, cycle(folder, "ts"));
    }

    private static List<byte[]> cycle(String folder, String extension) {
        return IntStream.range(0, SEGMENTS).mapToObj(index -> read(folder + "/" + index + "." + extension)).toList();
    }

    private static byte[] read(String name) {
        try (InputStream resource = MediaLibrary.class.getResourceAsStream("/media/" + name)) {
            if (resource == null) {
                throw new IllegalStateException("the class path lacks media/" + name);
            }
            return resource.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
