package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.ivs.CallLimiter;
import io.ivsorchestrator.ivs.DynamoDbCallLedger;
import io.ivsorchestrator.ivs.LimitedCalls;
import io.ivsorchestrator.local.embedded.Embedded;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.runtime.Metrics;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * What the laptop gives a feature to work with. The clients belong to the laptop: do not close them.
 *
 * @param embedded the services themselves, for further clients of them
 * @param dynamoDb holds {@code table}
 * @param s3 recordings and quarantine
 * @param table the index's table, with its change stream on
 * @param recordingBucket where provisioning lets IVS record to; the emulator and the rules know it
 * @param metrics adds up what the functions count
 * @param buses the one of AWS services and the deployment's own
 * @param ivs the endpoint of the IVS emulator, for both APIs
 * @param ivsBuckets the buckets of S3 with the settings that the emulator keeps of them
 * @param ivsClock the emulator's time, which may stand still
 * @param queues see {@link #queueUrl}
 */
public record Parts(
        Embedded embedded,
        DynamoDbClient dynamoDb,
        S3Client s3,
        SqsClient sqs,
        String table,
        String quarantineBucket,
        String recordingBucket,
        RecordingIndex index,
        Metrics metrics,
        EventBuses buses,
        URI ivs,
        BucketStore ivsBuckets,
        InstantSource ivsClock,
        UnaryOperator<String> queues) {

    /** The queue of a pipeline, for functions that send messages to it; made if it is not there yet. */
    public String queueUrl(String pipeline) {
        return queues.apply(pipeline);
    }

    /** All calls that IVS takes, counted in the table, for a function. */
    public LimitedCalls calls() {
        return LimitedCalls.inFunction(new CallLimiter(new DynamoDbCallLedger(dynamoDb, table), 1,
                InstantSource.system(), RandomGenerator.getDefault()));
    }
}
