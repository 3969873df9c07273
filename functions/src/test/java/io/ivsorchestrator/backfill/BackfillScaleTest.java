package io.ivsorchestrator.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.media.GeneratedBucket;
import io.ivsorchestrator.media.MetadataEvidence;
import io.ivsorchestrator.media.RecordingWalk;
import io.ivsorchestrator.media.RecordingWalk.FoundRecording;
import io.ivsorchestrator.media.RecordingWalk.Position;
import io.ivsorchestrator.recording.Recording;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How many requests and how much time and memory it takes to find, read and join the recordings of a bucket. A million of them:
 * {@code ./mvnw -pl functions -am test -Dtest=BackfillScaleTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dbackfill.recordings=1000000}; what is asserted of time holds then only.
 */
class BackfillScaleTest {
    private static final int PER_CHANNEL = 1000;
    private static final int FULL = 1_000_000;

    @Test
    void aRecording_costsOneGetAndThreeThousandthsOfAList() {
        int recordings = Integer.getInteger("backfill.recordings", 20_000);
        GeneratedBucket bucket = new GeneratedBucket(PER_CHANNEL);
        MetadataEvidence metadata = new MetadataEvidence(bucket);
        // Warm, so that the rate is that of a long run, and the memory is there that a run needs at all.
        walk(bucket, metadata, 20);
        long lists = bucket.lists();
        long gets = bucket.gets();
        long memory = usedMemory();
        // Of this thread alone: a rate per core, whatever else the machine does.
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

        long found = 0;
        long most = 0;
        for (int part = 0; part < 10; part++) {
            found += walk(bucket, metadata, recordings / PER_CHANNEL / 10);
            most = Math.max(most, usedMemory() - memory);
        }

        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        double perSecond = found / (took.toNanos() / 1e9);
        System.out.printf(Locale.ROOT,
                "%d recordings in %.1f s: %.0f a second on one core, %d LIST, %d GET, at most %d KB more held%n", found,
                took.toMillis() / 1000.0, perSecond, bucket.lists() - lists, bucket.gets() - gets, most / 1024);
        assertThat(found).isEqualTo(recordings);
        assertThat(bucket.lists() - lists).as("LIST").isLessThanOrEqualTo(recordings * 5L / 1000);
        assertThat(bucket.gets() - gets).as("GET").isLessThanOrEqualTo(recordings);
        assertThat(most).as("bytes held after each tenth, beyond those before").isLessThan(16L << 20);
        if (recordings >= FULL) {
            assertThat(perSecond).as("recordings a second").isGreaterThan(20_000);
        }
    }

    private static long walk(GeneratedBucket bucket, MetadataEvidence metadata, int channels) {
        long found = 0;
        for (int channel = 0; channel < channels; channel++) {
            RecordingWalk walk = new RecordingWalk(bucket, "acme", GeneratedBucket.channel(channel),
                    Position.BEGINNING);
            while (!walk.position().ended()) {
                for (FoundRecording recording : walk.next().recordings()) {
                    if (!Recording.of(recording.id()).join(metadata.of(recording)).facts().isEmpty()) {
                        found++;
                    }
                }
            }
        }
        return found;
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
