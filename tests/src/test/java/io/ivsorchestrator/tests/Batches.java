package io.ivsorchestrator.tests;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;

/** Batches as Lambda gives them to a function behind an SQS queue. */
public final class Batches {
    private Batches() {
    }

    /** With message ids m-1, m-2 and so on. */
    public static String of(String... bodies) {
        List<String> records = new ArrayList<>();
        for (String body : bodies) {
            records.add("""
                    {"messageId": "m-%d", "receiptHandle": "r", "body": "%s", "eventSource": "aws:sqs",
                     "attributes": {"ApproximateReceiveCount": "1"}, "messageAttributes": {},
                     "eventSourceARN": "arn:aws:sqs:us-west-2:123456789012:queue", "awsRegion": "us-west-2"}
                    """.formatted(records.size() + 1, new String(JsonStringEncoder.getInstance().quoteAsString(body))));
        }
        return "{\"Records\": [" + String.join(",", records) + "]}";
    }
}
