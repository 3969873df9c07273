package io.ivsorchestrator.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelEventDecoderTest {
    private static final String CHANNEL = "arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m";
    private static final String PREFIX = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";
    private static final String STREAM_1 = "st-1A2b3C4d5E6f7G8h9I0jKlM";
    private static final String STREAM_2 = "st-2Z9y8X7w6V5u4T3s2R1qPoN";

    @Test
    void decode_recordingStart_hasPrefixAndFirstStream() {
        assertThat(decode("channel-recording/recording-start")).isEqualTo(new RecordingStateChange(
                recording("7c1e0001-5b1a-4f0e-9a77-2d9f0c3b0001", "2026-03-07T09:04:36Z"), new Arn(CHANNEL),
                RecordingChange.START, Optional.empty(), Optional.of("acme-live-recordings-usw2"), Optional.of(PREFIX),
                OptionalLong.of(0), Optional.of("d4RsW8xPqL2v"), List.of(STREAM_1), Optional.of("acme-main"),
                STREAM_1));
    }

    @Test
    void decode_recordingEnd_hasDurationAndAllMergedStreams() {
        assertThat(decode("channel-recording/recording-end")).isEqualTo(new RecordingStateChange(
                recording("7c1e0002-5b1a-4f0e-9a77-2d9f0c3b0002", "2026-03-07T10:36:12Z"), new Arn(CHANNEL),
                RecordingChange.END, Optional.empty(), Optional.of("acme-live-recordings-usw2"), Optional.of(PREFIX),
                OptionalLong.of(5_412_000), Optional.of("d4RsW8xPqL2v"), List.of(STREAM_1, STREAM_2),
                Optional.of("acme-main"), STREAM_2));
    }

    @Test
    void decode_startFailure_hasNoPrefix() {
        assertThat(decode("channel-recording/recording-start-failure")).isEqualTo(new RecordingStateChange(
                recording("7c1e0003-5b1a-4f0e-9a77-2d9f0c3b0003", "2026-03-07T09:04:36Z"), new Arn(CHANNEL),
                RecordingChange.START_FAILURE, Optional.of("ValidationException"),
                Optional.of("acme-live-recordings-usw2"), Optional.empty(), OptionalLong.of(0),
                Optional.of("d4RsW8xPqL2v"), List.of(), Optional.of("acme-main"), STREAM_1));
    }

    @Test
    void decode_endFailure_keepsPrefix() {
        assertThat(decode("channel-recording/recording-end-failure")).isEqualTo(new RecordingStateChange(
                recording("7c1e0004-5b1a-4f0e-9a77-2d9f0c3b0004", "2026-03-07T10:36:12Z"), new Arn(CHANNEL),
                RecordingChange.END_FAILURE, Optional.of("InternalServerException"),
                Optional.of("acme-live-recordings-usw2"), Optional.of(PREFIX), OptionalLong.of(0),
                Optional.of("d4RsW8xPqL2v"), List.of(), Optional.of("acme-main"), STREAM_1));
    }

    @Test
    void decode_captureOf2022_lacksDurationAndSession() {
        assertThat(decode("channel-recording/recording-end-2022")).isEqualTo(new RecordingStateChange(
                recording("7c1e0005-5b1a-4f0e-9a77-2d9f0c3b0005", "2022-04-11T03:11:40Z"), new Arn(CHANNEL),
                RecordingChange.END, Optional.empty(), Optional.of("acme-live-recordings-usw2"),
                Optional.of("ivs/v1/123456789012/Kp3dQ9xTzL7m/2022/4/11/2/5/Vb6nM3kJ8hGf"), OptionalLong.empty(),
                Optional.empty(), List.of(), Optional.empty(), STREAM_1));
    }

    @Test
    void decode_endFailureWithoutPlace_isStillNewsOfAFailure() {
        Event event = EventDecoder.decode(Payload.of("channel-recording/recording-end-failure")
                .with("detail.recording_s3_key_prefix", "")
                .without("detail.recording_s3_bucket_name")
                .json());

        assertThat(event).isInstanceOfSatisfying(RecordingStateChange.class, change -> {
            assertThat(change.change()).isEqualTo(RecordingChange.END_FAILURE);
            assertThat(change.prefix()).isEmpty();
            assertThat(change.bucket()).isEmpty();
        });
    }

    @Test
    void decode_startFailureWithPrefix_keepsIt() {
        Event event = EventDecoder.decode(Payload.of("channel-recording/recording-start-failure")
                .with("detail.recording_s3_key_prefix", PREFIX)
                .json());

        assertThat(((RecordingStateChange) event).prefix()).contains(PREFIX);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            session-created,          0010, 2026-03-07T09:04:36Z, SESSION_CREATED,         -, -
            stream-start,             0011, 2026-03-07T09:04:36Z, STREAM_START,            -, -
            stream-end,               0012, 2026-03-07T10:35:10Z, STREAM_END,              -, -
            session-ended,            0017, 2026-03-07T10:35:08Z, SESSION_ENDED,           -, -
            session-ended-multitrack, 0013, 2026-03-07T09:04:36Z, SESSION_ENDED,           -, MultitrackInputNotAllowed
            stream-takeover,          0015, 2026-03-07T09:04:36Z, STREAM_TAKEOVER,         -, -
            stream-takeover-failure,  0016, 2026-03-07T09:04:36Z, STREAM_TAKEOVER_FAILURE, -, \
            StreamTakeoverInvalidPriority
            """)
    void decode_streamStateChange_hasChangeAndCode(String name, String number, String time, StreamChange change,
            @Nullable String reason, @Nullable String code) {
        assertThat(decode("stream/" + name)).isEqualTo(new StreamStateChange(
                stream(number, time), new Arn(CHANNEL), change, Optional.of("acme-main"), STREAM_1,
                Optional.ofNullable(reason), Optional.ofNullable(code)));
    }

    @Test
    void decode_streamFailure_hasReason() {
        assertThat(decode("stream/stream-failure")).isEqualTo(new StreamStateChange(
                stream("0014", "2026-03-07T09:04:36Z"), new Arn(CHANNEL), StreamChange.STREAM_FAILURE,
                Optional.of("acme-main"), STREAM_1, Optional.of("Transcode capacity exceeded. Please try again."),
                Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"starvation-start, 0020, 2026-03-07T09:04:36Z, true",
        "starvation-end, 0023, 2026-03-07T09:05:10Z, false"})
    void decode_streamHealthChange_tellsWhetherStarving(String name, String number, String time, boolean starving) {
        assertThat(decode("stream-health/" + name)).isEqualTo(new StreamHealthChange(
                Expected.ivs(id(number), "IVS Stream Health Change", time, CHANNEL), new Arn(CHANNEL), starving,
                Optional.of("acme-main"), STREAM_1));
    }

    @ParameterizedTest
    @CsvSource({"ingest-bitrate, 0021, Ingest Bitrate, 8500000, 412000, bits per second",
        "ingest-resolution, 0024, Ingest Resolution, 2073600, 1612800, total pixels"})
    void decode_limitBreachOfChannel_namesIt(String name, String number, String limit, long value, long exceededBy,
            String unit) {
        assertThat(decode("limit-breach/" + name)).isEqualTo(new LimitBreach(
                Expected.ivs(id(number), "IVS Limit Breach", "2026-03-07T09:04:36Z", CHANNEL),
                Optional.of(new Arn(CHANNEL)), limit, OptionalLong.of(value), OptionalLong.of(exceededBy),
                Optional.of(unit), Optional.of("acme-main"), Optional.of(STREAM_1)));
    }

    @ParameterizedTest
    @CsvSource({"concurrent-broadcasts, 0022, Concurrent Broadcasts, 100, 1, active streams",
        "concurrent-viewers, 0025, Concurrent Viewers, 15000, 12, viewers"})
    void decode_limitBreachOfAccount_namesNoChannel(String name, String number, String limit, long value,
            long exceededBy, String unit) {
        assertThat(decode("limit-breach/" + name)).isEqualTo(new LimitBreach(
                Expected.ivs(id(number), "IVS Limit Breach", "2026-03-07T09:04:36Z"), Optional.empty(), limit,
                OptionalLong.of(value), OptionalLong.of(exceededBy), Optional.of(unit), Optional.empty(),
                Optional.empty()));
    }

    @Test
    void decode_limitBreachOfUnknownLimit_isOne() {
        Event event = EventDecoder.decode(Payload.of("limit-breach/ingest-bitrate")
                .with("detail.limit_name", "Ingest Framerate")
                .json());

        assertThat(((LimitBreach) event).limitName()).isEqualTo("Ingest Framerate");
    }

    @Test
    void decode_adBreakInserted_hasDurationAndStart() {
        assertThat(decode("ad-break/ad-break-inserted")).isEqualTo(new AdBreakStateChange(
                Expected.ivs(id("0026"), "IVS Ad Break State Change", "2026-03-07T09:29:50Z", CHANNEL),
                new Arn(CHANNEL), "Ad Break Inserted", Optional.of("acme-main"), Optional.of(STREAM_1),
                Optional.of("Yt5rE4wQ3aSd"), OptionalLong.of(30), Optional.of(Instant.parse("2026-03-07T09:30:00Z"))));
    }

    private static Event decode(String name) {
        return EventDecoder.decode(Samples.json(name));
    }

    private static Envelope recording(String id, String time) {
        return Expected.ivs(id, "IVS Recording State Change", time, CHANNEL);
    }

    private static Envelope stream(String number, String time) {
        return Expected.ivs(id(number), "IVS Stream State Change", time, CHANNEL);
    }

    private static String id(String number) {
        return Expected.id(number);
    }
}
