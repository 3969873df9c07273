package io.ivsorchestrator.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.ObjectDeleted.Deletion;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class S3ObjectEventDecoderTest {
    private static final String BUCKET = "acme-live-recordings-usw2";
    private static final String KEY = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/events/recording-ended.json";

    @Test
    void decode_objectCreated_hasSizeAndSequencer() {
        assertThat(decode("s3-object/created")).isEqualTo(new ObjectCreated(
                Expected.s3("0090", "Object Created", "2026-03-07T10:36:11Z"), BUCKET, KEY, OptionalLong.of(1311),
                Optional.of("b1946ac92492d2347c6235b4d2611184"), Optional.empty(), "0065F1A2B3C4D5E6F7",
                Optional.of("PutObject")));
    }

    @Test
    void decode_objectCreatedInVersionedBucket_hasVersion() {
        assertThat(decode("s3-object/created-versioned")).isEqualTo(new ObjectCreated(
                Expected.s3("0092", "Object Created", "2026-03-07T10:36:11Z"), BUCKET, KEY, OptionalLong.of(1311),
                Optional.of("b1946ac92492d2347c6235b4d2611184"), Optional.of("IYV3p45BT0ac8hjHg1houSdS1aMro8ez"),
                "0065F1A2B3C4D5E6F7", Optional.of("PutObject")));
    }

    @Test
    void decode_objectDeleted_isPermanent() {
        assertThat(decode("s3-object/deleted")).isEqualTo(new ObjectDeleted(
                Expected.s3("0091", "Object Deleted", "2026-06-07T00:12:45Z"), BUCKET, KEY, Optional.empty(),
                "0066A0B1C2D3E4F5A6", Optional.of("Lifecycle Expiration"), Deletion.PERMANENT));
    }

    @Test
    void decode_objectVersionDeleted_namesTheVersion() {
        assertThat(decode("s3-object/deleted-version")).isEqualTo(new ObjectDeleted(
                Expected.s3("0093", "Object Deleted", "2026-06-07T00:12:45Z"), BUCKET, KEY,
                Optional.of("IYV3p45BT0ac8hjHg1houSdS1aMro8ez"), "0066A0B1C2D3E4F5A6", Optional.of("DeleteObject"),
                Deletion.PERMANENT));
    }

    @Test
    void decode_deleteMarker_namesTheMarker() {
        assertThat(decode("s3-object/delete-marker-created")).isEqualTo(new ObjectDeleted(
                Expected.s3("0094", "Object Deleted", "2026-06-07T00:12:45Z"), BUCKET, KEY,
                Optional.of("jX7bq0T3mW5cZ9aLrE2vKfGh6sNyUo4d"), "0066A0B1C2D3E4F5A6",
                Optional.of("Lifecycle Expiration"), Deletion.MARKER_CREATED));
    }

    @Test
    void decode_keyWithPercentAndPlus_isKeptAsSent() {
        Event event = EventDecoder.decode(Payload.of("s3-object/created")
                .with("detail.object.key", "a b+c%2Fd/é/events/recording-ended.json")
                .json());

        assertThat(((ObjectCreated) event).key()).isEqualTo("a b+c%2Fd/é/events/recording-ended.json");
    }

    private static Event decode(String name) {
        return EventDecoder.decode(Samples.json(name));
    }
}
