package io.ivsorchestrator.infra;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.salvaging.SalvageHandler;
import io.ivsorchestrator.salvaging.SalvageRecording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.IBucket;

/**
 * Makes playable what is left of a recording that failed, and looks through good ones if the settings say so. It can write below
 * {@code salvage/} of a recording only, and to no bucket of somebody else's that the settings do not allow.
 */
final class Salvaging {
    static final String SERVICE = "salvage";

    private static final Duration PATIENCE = Duration.hours(3);
    /**
     * Longer than a recording must have been quiet, by what IVS may still write while it tells of a failure: who comes before
     * that is left to the reconciler's next sweep.
     */
    private static final Duration DELAY = Duration.minutes(SalvageRecording.QUIET.plusMinutes(2).toMinutes());

    private Salvaging() {
    }

    static Pipeline pipeline(Stack stack, Deployment deployment, StorageStack storage, RecordingBus bus) {
        List<IBucket> writable = storage.salvageBuckets();
        // As long as Lambda lets a function run: a recording of 48 hours has 86,400 segments to look into.
        Work work = new Work(SERVICE, SalvageHandler.class.getName(), 900, 1024, 2, 1, Map.of(
                "TABLE_NAME", storage.table().getTableName(),
                "SALVAGE_BUCKETS", writable.isEmpty()
                        ? SalvageHandler.NO_BUCKET
                        : String.join(",", writable.stream().map(IBucket::getBucketName).toList())),
                permissions(storage, writable));
        List<Feed> feeds = new ArrayList<>(List.of(new Feed.Matching("RecordingFailures",
                EventPatterns.failedRecordings(stack.getAccount()), Optional.of(bus.bus()))));
        if (deployment.settings().inspectMedia()) {
            feeds.add(new Feed.Matching("RecordingEnds", EventPatterns.endedRecordings(stack.getAccount()),
                    Optional.of(bus.bus())));
        }
        return new Pipeline(stack, "Salvage", deployment, work, Optional.of(DELAY), PATIENCE, feeds);
    }

    private static List<Permission> permissions(StorageStack storage, List<IBucket> writable) {
        List<Permission> permissions = new ArrayList<>(List.of(
                Permission.to("s3:GetObject", storage.objects("*")),
                Permission.to("s3:ListBucket", storage.bucketArns()),
                Permission.to(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(storage.tableArn())),
                Permission.to("dynamodb:Query", storage.tableAndIndexArns())));
        if (!writable.isEmpty()) {
            permissions.add(Permission.to("s3:PutObject",
                    writable.stream().map(bucket -> bucket.arnForObjects("*/salvage/*")).toList()));
        }
        return permissions;
    }
}
