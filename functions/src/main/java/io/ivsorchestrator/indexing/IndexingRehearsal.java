package io.ivsorchestrator.indexing;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.Rehearsal;

/** A recording that ended, as the event of its metadata object tells it: the longest way that an event takes. */
record IndexingRehearsal(Environment environment) implements Rehearsal.Play {
    @Override
    public RequestStreamHandler handler(AwsClients aws, Metrics metrics) {
        return new IndexingHandler(environment, aws, metrics);
    }

    @Override
    public String event() {
        return """
                {"Records": [{"messageId": "rehearsal", "body": "{\\"version\\": \\"0\\", \\"id\\": \\"rehearsal\\", \
                \\"detail-type\\": \\"Object Created\\", \\"source\\": \\"aws.s3\\", \\"account\\": \\"ACCOUNT\\", \
                \\"time\\": \\"2026-03-07T10:36:11Z\\", \\"region\\": \\"us-west-2\\", \
                \\"resources\\": [\\"arn:aws:s3:::rehearsal\\"], \\"detail\\": {\\"version\\": \\"0\\", \
                \\"bucket\\": {\\"name\\": \\"rehearsal\\"}, \\"object\\": {\\"key\\": \
                \\"ivs/v1/ACCOUNT/rehearsal/2026/3/7/9/4/rehearsal/events/recording-ended.json\\", \
                \\"size\\": 1311, \\"etag\\": \\"b1946ac92492d2347c6235b4d2611184\\", \
                \\"sequencer\\": \\"0065F1A2B3C4D5E6F7\\"}, \\"reason\\": \\"PutObject\\"}}"}]}
                """.replace("ACCOUNT", environment.get("ACCOUNT_ID"));
    }

    @Override
    public String object() {
        return """
                {"version": "v1", "channel_arn": "arn:aws:ivs:us-west-2:123456789012:channel/rehearsal",
                 "recording_started_at": "2026-03-07T09:04:36Z", "recording_ended_at": "2026-03-07T10:36:10Z",
                 "recording_status": "RECORDING_ENDED",
                 "media": {"hls": {"duration_ms": 5412000, "path": "media/hls", "playlist": "master.m3u8",
                                   "renditions": [{"path": "720p60", "playlist": "playlist.m3u8",
                                                   "resolution_height": 720, "resolution_width": 1280}]}}}
                """;
    }

    @Override
    public void ask(AwsClients aws) {
        new DynamoDbIndexTable(aws.dynamoDb(), environment.get("TABLE_NAME"))
                .get(new ItemKey("rehearsal", "rehearsal"));
    }
}
