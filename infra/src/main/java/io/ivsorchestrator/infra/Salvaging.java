package io.ivsorchestrator.infra;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.salvaging.SalvageHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;

/** Makes playable what is left of a recording that failed. It can write below {@code salvage/} of a recording only. */
final class Salvaging {
    static final String SERVICE = "salvage";

    private static final Duration PATIENCE = Duration.hours(3);

    private Salvaging() {
    }

    static Pipeline pipeline(Stack stack, Deployment deployment, StorageStack storage, RecordingBus bus) {
        // As long as Lambda lets a function run: a recording of 48 hours has 86,400 segments to look into.
        Work work = new Work(SERVICE, SalvageHandler.class.getName(), 900, 1024, 2, 1,
                Map.of("TABLE_NAME", storage.table().getTableName()),
                List.of(
                        Permission.to("s3:GetObject", storage.objects("*")),
                        Permission.to("s3:ListBucket", storage.bucketArns()),
                        Permission.to("s3:PutObject", storage.objects("*/salvage/*")),
                        Permission.to(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(storage.tableArn())),
                        Permission.to("dynamodb:Query", storage.tableAndIndexArns())));
        return new Pipeline(stack, "Salvage", deployment, work, PATIENCE, List.of(new Feed.Matching("RecordingFailures",
                EventPatterns.failedRecordings(stack.getAccount()), Optional.of(bus.bus()))));
    }
}
