package io.ivsorchestrator.local.media;

import io.ivsorchestrator.local.media.Rendition.FragmentedMp4Rendition;
import io.ivsorchestrator.local.media.Rendition.TransportStreamRendition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The media of the built-in story: real pictures and sound, the same at every call. */
public final class MediaLibrary {
    private static final int SEGMENTS = 3;

    private final List<Rendition> pictures;
    private final Rendition sound;
    private final Rendition participant;
    private final Rendition participantSound;
    private final Map<Integer, byte[]> thumbnails;

    private MediaLibrary() {
        pictures = List.of(
                transportStream(1920, 1080, "avc1.4d4028,mp4a.40.2", "ts/1080p30"),
                transportStream(1280, 720, "avc1.4d401f,mp4a.40.2", "ts/720p30"),
                transportStream(852, 480, "avc1.4d401f,mp4a.40.2", "ts/480p30"),
                transportStream(640, 360, "avc1.4d401e,mp4a.40.2", "ts/360p30"),
                transportStream(284, 160, "avc1.4d400d,mp4a.40.2", "ts/160p30"));
        sound = transportStream(0, 0, "mp4a.40.2", "ts/audio");
        participant = new FragmentedMp4Rendition(
                640, 360, "avc1.4d401e,mp4a.40.2", read("fmp4/high/init.mp4"), cycle("fmp4/high", "mp4"));
        participantSound = new FragmentedMp4Rendition(
                0, 0, "mp4a.40.2", read("fmp4/audio/init.mp4"), cycle("fmp4/audio", "mp4"));
        thumbnails = pictures.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Rendition::height,
                        picture -> read("thumbnails/" + picture.width() + "x" + picture.height() + ".jpg")));
    }

    /**
     * Reads the media from the class path.
     *
     * @throws IllegalStateException if the JAR lacks them
     */
    public static MediaLibrary load() {
        return new MediaLibrary();
    }

    /** MPEG-TS of 1080, 720, 480, 360 or 160 lines, whichever is nearest, at 30 fps. */
    public Rendition transportStream(int height) {
        return nearest(height);
    }

    /** MPEG-TS without a picture. */
    public Rendition sound() {
        return sound;
    }

    /** Fragmented MP4: 640x360, 30 fps. */
    public Rendition participant() {
        return participant;
    }

    /** Fragmented MP4 without a picture. */
    public Rendition participantSound() {
        return participantSound;
    }

    /** A JPEG picture of 1080, 720, 480, 360 or 160 lines, whichever is nearest; the caller may change the array. */
    public byte[] thumbnail(int height) {
        return Objects.requireNonNull(thumbnails.get(nearest(height).height())).clone();
    }

    private Rendition nearest(int height) {
        return pictures.stream()
                .min(Comparator.comparingInt(picture -> Math.abs(picture.height() - height)))
                .orElseThrow();
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
