package io.ivsorchestrator.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.fuzz.Mutations;
import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.media.MediaObjects.ListedObject;
import io.ivsorchestrator.media.inspect.Probed;
import io.ivsorchestrator.media.inspect.SegmentProbe;
import io.ivsorchestrator.media.inspect.StoredSegment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A damaged segment tells something or says that it cannot be read, in no time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MediaFuzzTest {
    private static final int TRIES = 1_500;
    private static final String BUCKET = "b";
    private static final Instant WRITTEN = Instant.parse("2026-03-07T09:04:36Z");
    private static final byte[] TRANSPORT_STREAM = media("ts/audio/0.ts");
    private static final byte[] FRAGMENT = media("fmp4/high/0.mp4");
    private static final byte[] INITIALIZATION = media("fmp4/high/init.mp4");

    private static byte[] media(String name) {
        try (InputStream bytes = Objects.requireNonNull(MediaFuzzTest.class.getResourceAsStream("/media/" + name))) {
            return bytes.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void transportStream_damaged_tellsOrSaysWhyNot() {
        damaged(random -> probe(Mutations.ofBytes(TRANSPORT_STREAM, random), Optional.empty()));
    }

    @Test
    void fragment_damaged_tellsOrSaysWhyNot() {
        damaged(random -> probe(Mutations.ofBytes(FRAGMENT, random), Optional.of(INITIALIZATION)));
    }

    @Test
    void initialization_damaged_tellsOrSaysWhyNot() {
        damaged(random -> probe(FRAGMENT, Optional.of(Mutations.ofBytes(INITIALIZATION, random))));
    }

    @Test
    void anyBytes_tellOrSayWhyNot() {
        damaged(random -> probe(any(random), Optional.empty()));
        damaged(random -> probe(any(random), Optional.of(INITIALIZATION)));
        damaged(random -> probe(FRAGMENT, Optional.of(any(random))));
    }

    private static byte[] any(Random random) {
        byte[] bytes = new byte[random.nextInt(2_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void damaged(Function<Random, Probed> probing) {
        for (long seed = 1; seed <= TRIES; seed++) {
            try {
                understands(probing.apply(new Random(seed)));
            } catch (RuntimeException | StackOverflowError unforeseen) {
                throw new AssertionError("seed " + seed, unforeseen);
            }
        }
    }

    private static Probed probe(byte[] segment, Optional<byte[]> initialization) {
        InMemoryMediaObjects objects = new InMemoryMediaObjects();
        objects.put(BUCKET, "0", segment, WRITTEN);
        initialization.ifPresent(bytes -> objects.put(BUCKET, "init", bytes, WRITTEN));
        return new SegmentProbe(objects, BUCKET).probe(new StoredSegment("0", 0, object("0", segment)),
                initialization.map(bytes -> object("init", bytes)));
    }

    private static ListedObject object(String key, byte[] bytes) {
        return new ListedObject(key, bytes.length, WRITTEN, "e");
    }

    private static void understands(Probed probed) {
        switch (probed) {
            case Probed.Media it -> {
                assertThat(it.duration().isNegative()).isFalse();
                assertThat(it.start().isNegative()).isFalse();
            }
            case Probed.Unreadable it -> assertThat(it.because()).isNotBlank();
        }
    }
}
