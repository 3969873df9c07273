package io.ivsorchestrator.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InMemoryMediaObjectsTest extends MediaObjectsContract {
    private final InMemoryMediaObjects objects = new InMemoryMediaObjects();

    @Override
    protected MediaObjects objects() {
        return objects;
    }

    @Override
    protected void store(String key, byte[] body) {
        objects.put(BUCKET, key, body, Instant.EPOCH);
    }

    @Test
    void list_moreThanAThousand_hasMore() {
        IntStream.range(0, 1001).forEach(number -> objects.put(BUCKET, "many/" + number, ""));

        var first = (MediaObjects.Listed.Page) objects.list(BUCKET, "many/", Optional.empty());
        var second = (MediaObjects.Listed.Page) objects.list(BUCKET, "many/",
                Optional.of(first.objects().getLast().key()));

        assertThat(first.objects()).hasSize(1000);
        assertThat(first.more()).isTrue();
        assertThat(second.objects()).hasSize(1);
        assertThat(second.more()).isFalse();
    }
}
