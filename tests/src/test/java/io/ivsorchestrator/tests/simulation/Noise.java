package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.ivs.InMemoryIvs;
import io.ivsorchestrator.tests.simulation.Telling.Use;
import java.time.Instant;

/** What a queue may hold beside events about recordings. */
enum Noise {
    HEALTH(Use.IGNORED, "aws.ivs", "IVS Stream Health Change",
            "{\"event_name\":\"Starvation Start\",\"channel_name\":\"c\",\"stream_id\":\"st-%s\"}"), LIMIT(Use.IGNORED,
                    "aws.ivs", "IVS Limit Breach",
                    "{\"limit_name\":\"Concurrent Broadcasts\",\"limit_value\":100,\"exceeded_by\":1,\"limit_unit\":\"active streams\"}"), OTHER_OBJECT(
                            Use.IGNORED, "aws.s3", "Object Created",
                            "{\"version\":\"0\",\"bucket\":{\"name\":\"acme-recordings\"},\"object\":{\"key\":\"notes/%s.json\",\"size\":1,"
                                    + "\"etag\":\"e\",\"sequencer\":\"00\"},\"reason\":\"PutObject\"}"), NEW_EVENT(
                                            Use.BROKEN, "aws.ivs", "IVS Publisher Recording State Change",
                                            "{\"event_name\":\"%s\"}"), OTHER_ACCOUNT(Use.BROKEN, "aws.ivs",
                                                    "IVS Stream State Change",
                                                    "{\"event_name\":\"Stream Start\",\"channel_name\":\"c\",\"stream_id\":\"st-%s\"}"), CUT_OFF(
                                                            Use.BROKEN, "aws.ivs", "IVS Stream State Change",
                                                            "{\"event_name\":\"%s"), NO_PREFIX(Use.BROKEN, "aws.ivs",
                                                                    "IVS Recording State Change",
                                                                    "{\"recording_status\":\"Recording End\",\"recording_status_reason\":\"\",\"recording_s3_bucket_name\":\"b\","
                                                                            + "\"recording_s3_key_prefix\":\"\",\"recording_duration_ms\":1,\"channel_name\":\"c\",\"stream_id\":\"st-%s\"}");

    private final Use use;
    private final String source;
    private final String detailType;
    private final String detail;

    Noise(Use use, String source, String detailType, String detail) {
        this.use = use;
        this.source = source;
        this.detailType = detailType;
        this.detail = detail;
    }

    Use use() {
        return use;
    }

    String json(Instant time, Chance chance) {
        String account = this == OTHER_ACCOUNT ? "210987654321" : InMemoryIvs.ACCOUNT;
        String resource = this == OTHER_OBJECT
                ? "arn:aws:s3:::acme-recordings"
                : "arn:aws:ivs:" + InMemoryIvs.REGION + ":" + account + ":channel/Kp3dQ9xTzL7m";
        return "{\"version\":\"0\",\"id\":\"noise-" + chance.id(8) + "\",\"detail-type\":\"" + detailType
                + "\",\"source\":\"" + source + "\",\"account\":\"" + account + "\",\"time\":\"" + time
                + "\",\"region\":\"" + InMemoryIvs.REGION + "\",\"resources\":[\"" + resource + "\"],\"detail\":"
                + detail.formatted(chance.id(23)) + (this == CUT_OFF ? "" : "}");
    }
}
