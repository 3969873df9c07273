package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.LimitedCalls;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.media.S3RecordingListing;
import io.ivsorchestrator.reconciling.ReconcilingHandler;
import io.ivsorchestrator.reconciling.Settings;
import io.ivsorchestrator.reconciling.Sweep;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;

/**
 * Asks the IVS emulator about compositions that failed. No schedule starts a sweep here: nobody waits for it on a laptop, and which
 * buckets there will be is not known yet.
 */
final class ReconcilingFeature implements Feature {
    private static final String NAME = "reconciling";
    private static final Settings SETTINGS = new Settings(List.of(), Duration.ofDays(2), 5000);

    @Override
    public Assembly assemble(Parts parts) {
        IvsClient ivs = LocalClients.ivs(parts.ivs());
        IvsRealTimeClient realTime = LocalClients.ivsRealTime(parts.ivs());
        LimitedCalls calls = parts.calls();
        Sweep sweep = new Sweep(new AwsLowLatencyApi(ivs, calls), new AwsRealTimeApi(realTime, calls),
                new S3RecordingListing(parts.s3()), new S3RecordingFiles(parts.s3()), parts.index(),
                new DynamoDbIndexTable(parts.dynamoDb(), parts.table()),
                new SqsDelayedMessages(parts.sqs(), parts.queueUrl(SalvageFeature.NAME)), SETTINGS, parts.ivsClock());
        ReconcilingHandler handler = new ReconcilingHandler(sweep,
                new SqsDelayedMessages(parts.sqs(), parts.queueUrl(NAME)), parts.metrics(), InstantSource.system());
        return new Assembly(List.of(new Pipeline(NAME, handler, ReconcilingFeature::rules)),
                List.of(new IvsClients(ivs, realTime)));
    }

    private static List<EventRule> rules(Routing routing) {
        return routing.accounts().stream().map(account -> EventRule.ofServices("composition-failures-of-" + account,
                EventPatterns.compositionFailures(account))).toList();
    }
}
