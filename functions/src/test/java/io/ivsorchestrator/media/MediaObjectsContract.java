package io.ivsorchestrator.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link MediaObjects} does. */
public abstract class MediaObjectsContract {
    protected static final String BUCKET = "acme-live-recordings-usw2";

    protected abstract MediaObjects objects();

    protected abstract void store(String key, byte[] body);

    @Test
    void fetch_anObject_isItsBody() {
        store("whole/playlist.m3u8", bytes("#EXTM3U\n"));

        assertThat(body(objects().fetch(BUCKET, "whole/playlist.m3u8", 100))).isEqualTo("#EXTM3U\n");
        assertThat(objects().fetch(BUCKET, "whole/playlist.m3u8", 7)).isEqualTo(new Fetched.TooLarge(8));
        assertThat(objects().fetch(BUCKET, "whole/none.m3u8", 7)).isEqualTo(new Fetched.NotFound());
    }

    @Test
    void fetch_aRange_isThatPartOfTheBody() {
        store("range/0.ts", bytes("0123456789"));

        assertThat(body(objects().fetch(BUCKET, "range/0.ts", 0, 4))).isEqualTo("0123");
        assertThat(body(objects().fetch(BUCKET, "range/0.ts", 4, 2))).isEqualTo("45");
        assertThat(body(objects().fetch(BUCKET, "range/0.ts", 8, 100))).isEqualTo("89");
        assertThat(body(objects().fetch(BUCKET, "range/0.ts", 10, 100))).isEmpty();
        assertThat(objects().fetch(BUCKET, "range/1.ts", 0, 4)).isEqualTo(new Fetched.NotFound());
    }

    @Test
    void list_aPrefix_isWhatBeginsWithItInOrder() {
        IntStream.range(0, 12).forEach(number -> store("list/a/" + number + ".ts", bytes("x".repeat(number))));
        store("list/b.ts", bytes("b"));

        List<MediaObjects.ListedObject> listed = page("list/a/", Optional.empty()).objects();

        assertThat(listed).extracting(MediaObjects.ListedObject::key).hasSize(12).startsWith("list/a/0.ts",
                "list/a/1.ts", "list/a/10.ts", "list/a/11.ts", "list/a/2.ts");
        assertThat(listed.get(2).bytes()).isEqualTo(10);
        assertThat(page("list/a/", Optional.of("list/a/7.ts")).objects())
                .extracting(MediaObjects.ListedObject::key).containsExactly("list/a/8.ts", "list/a/9.ts");
        assertThat(page("list/a/", Optional.empty()).more()).isFalse();
        assertThat(page("nothing/", Optional.empty()).objects()).isEmpty();
    }

    @Test
    void list_theSameContent_hasTheSameEtag() {
        store("etag/init-0.mp4", bytes("header"));
        store("etag/init-1.mp4", bytes("header"));
        store("etag/init-2.mp4", bytes("another"));

        List<String> etags = page("etag/", Optional.empty()).objects().stream().map(MediaObjects.ListedObject::etag)
                .toList();

        assertThat(etags.get(0)).isNotEmpty().doesNotContain("\"").isEqualTo(etags.get(1))
                .isNotEqualTo(etags.get(2));
    }

    @Test
    void list_ofNoBucket_saysSo() {
        assertThat(objects().list("acme-no-such-bucket", "a/", Optional.empty()))
                .isEqualTo(new MediaObjects.Listed.NoBucket());
        assertThat(objects().fetch("acme-no-such-bucket", "a/b", 10)).isEqualTo(new Fetched.NotFound());
    }

    private MediaObjects.Listed.Page page(String prefix, Optional<String> after) {
        return (MediaObjects.Listed.Page) objects().list(BUCKET, prefix, after);
    }

    private static String body(Fetched fetched) {
        return new String(((Fetched.Found) fetched).body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
