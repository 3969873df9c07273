package io.ivsorchestrator.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.media.Fetched;
import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.recording.S3Location;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What exists of a recording is told, also where its playlists do not tell. */
class InventoryTakerTest {
    private static final String BUCKET = "acme-live-recordings";
    private static final S3Location LOCATION = new S3Location(BUCKET,
            "Stage0000001/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z");

    private final InMemoryMediaObjects objects = new InMemoryMediaObjects();

    private void store(String path, String text) {
        objects.put(BUCKET, LOCATION.key(path), text);
    }

    /** As S3 answers that lets us list and read everything but playlists. */
    private MediaObjects playlists(Fetched answer) {
        return new MediaObjects() {
            @Override
            public Fetched fetch(String bucket, String key, int maxBytes) {
                return answer;
            }

            @Override
            public Fetched fetch(String bucket, String key, long offset, int length) {
                return objects.fetch(bucket, key, offset, length);
            }

            @Override
            public Listed list(String bucket, String prefix, Optional<String> after) {
                return objects.list(bucket, prefix, after);
            }
        };
    }

    private static void assertProblem(Inventory inventory, Optional<String> problem) {
        assertThat(inventory).isInstanceOfSatisfying(Inventory.Taken.class,
                taken -> assertThat(taken.renditions()).singleElement().satisfies(rendition -> {
                    assertThat(rendition.segments()).hasSize(1);
                    assertThat(rendition.playlist()).isEmpty();
                    assertThat(rendition.problem()).isEqualTo(problem);
                }));
    }

    @Test
    void playlistThatCannotBeUsed_isAProblem_andItsSegmentsAreThereAllTheSame() {
        store("media/hls/high/0.mp4", "segment");
        store("media/hls/high/playlist.m3u8", "#EXTM3U\n#EXTINF:long,\n0.mp4\n");

        InventoryTaker taker = new InventoryTaker(objects);
        assertThat(taker.take(LOCATION)).isInstanceOfSatisfying(Inventory.Taken.class,
                taken -> assertThat(taken.renditions().getFirst().problem()).get().asString()
                        .startsWith("the playlist is broken: "));
        assertProblem(new InventoryTaker(playlists(new Fetched.Denied("AccessDenied: no"))).take(LOCATION),
                Optional.of("the playlist may not be read: AccessDenied: no"));
        assertProblem(new InventoryTaker(playlists(new Fetched.TooLarge(50_000_000))).take(LOCATION),
                Optional.of("the playlist has 50000000 bytes"));
        assertProblem(new InventoryTaker(playlists(new Fetched.NotFound())).take(LOCATION), Optional.empty());
    }

    @Test
    void bucketThatIsGone_orMayNotBeListed_isUnknown() {
        assertThat(new InventoryTaker(objects).take(LOCATION))
                .isEqualTo(new Inventory.Unknown("the bucket " + BUCKET + " does not exist"));
        objects.deny(BUCKET);
        assertThat(new InventoryTaker(objects).take(LOCATION)).isEqualTo(new Inventory.Unknown(
                "this deployment may not list the bucket: AccessDenied: as the test wants"));
    }

    @Test
    void moreThanAnyRecordingHas_isNotListedToItsEnd() {
        store("media/hls/notes.txt", "no segment");
        MediaObjects.Listed.Page some = (MediaObjects.Listed.Page) objects.list(BUCKET, LOCATION.prefix(),
                Optional.empty());
        MediaObjects.Listed endless = new MediaObjects.Listed.Page(Collections.nCopies(1_000,
                some.objects().getFirst()), true);
        MediaObjects all = new MediaObjects() {
            @Override
            public Fetched fetch(String bucket, String key, int maxBytes) {
                return objects.fetch(bucket, key, maxBytes);
            }

            @Override
            public Fetched fetch(String bucket, String key, long offset, int length) {
                return objects.fetch(bucket, key, offset, length);
            }

            @Override
            public Listed list(String bucket, String prefix, Optional<String> after) {
                return endless;
            }
        };

        assertThat(new InventoryTaker(all).take(LOCATION)).isEqualTo(
                new Inventory.Unknown("more than 1000000 objects, which no recording has"));
    }
}
