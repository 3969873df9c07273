package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.local.api.ApiServer;
import io.ivsorchestrator.local.api.Gatekeeper;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.query.Authorization;
import io.ivsorchestrator.query.DeleteMedia;
import io.ivsorchestrator.query.DeletionHandler;
import io.ivsorchestrator.query.QueryApi;
import io.ivsorchestrator.query.QueryHandler;
import io.ivsorchestrator.query.Retention;
import io.ivsorchestrator.query.S3RecordingObjects;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The query API with its page, and the deletion queue. Nothing is deleted by age on a laptop. */
final class QueryFeature implements Feature {
    /** Of the deletion queue and its function. */
    static final String DELETION = "deletion";
    private static final Duration TOMBSTONE = Duration.ofDays(90);
    /** The story's recordings are short. */
    private static final Duration SALVAGING = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(29);

    private final int port;

    /** @param port 0 for any that is free */
    QueryFeature(int port) {
        this.port = port;
    }

    @Override
    public Assembly assemble(Parts parts) {
        DynamoDbIndexTable table = new DynamoDbIndexTable(parts.dynamoDb(), parts.table());
        CursorSeal seal = CursorSeal.sharedThrough(table);
        RecordingIndex index = new RecordingIndex(table, seal);
        InstantSource clock = InstantSource.system();
        SqsDelayedMessages deleting = new SqsDelayedMessages(parts.sqs(), parts.queueUrl(DELETION));
        S3Presigner presigner = LocalClients.s3Presigner(parts.embedded().s3().endpoint());
        QueryApi api = new QueryApi(index, new S3RecordingFiles(parts.s3()),
                QueryHandler.playback(parts.s3(), presigner, seal, clock), new IncidentStore(table), seal, deleting,
                Retention.FOR_EVER, clock);
        ApiServer server = ApiServer.start(
                new LocalFunction("query", new QueryHandler(api, Authorization.IAM), TIMEOUT), new Gatekeeper(clock),
                () -> latestDay(parts), port);
        DeletionHandler deletion = new DeletionHandler(new DeleteMedia(index, new S3RecordingObjects(parts.s3()),
                deleting, Retention.FOR_EVER, TOMBSTONE, SALVAGING, clock), parts.metrics());
        return new Assembly(List.of(Pipeline.withoutRules(DELETION, deletion)),
                List.of(new Listening(server, presigner)));
    }

    /** By reading the whole table: fine on a laptop, and no access path of the index. */
    private static Optional<LocalDate> latestDay(Parts parts) {
        return parts.dynamoDb().scanPaginator(request -> request.tableName(parts.table())
                .filterExpression("attribute_exists(#day)").projectionExpression("#started")
                .expressionAttributeNames(Map.of("#day", KeySchema.SecondaryIndex.BY_DAY.partitionAttribute(),
                        "#started", KeySchema.STARTED)))
                .items().stream().map(item -> item.get(KeySchema.STARTED)).filter(Objects::nonNull)
                .map(started -> LocalDate.parse(started.s().substring(0, "2026-03-07".length())))
                .max(Comparator.naturalOrder());
    }

    private record Listening(ApiServer server, S3Presigner presigner) implements Companion {
        @Override
        public Optional<String> announcement() {
            return Optional.of("The API and its page: " + server.endpoint() + "/");
        }

        @Override
        public boolean idle() {
            return true;
        }

        @Override
        public void close() {
            server.close();
            presigner.close();
        }
    }
}
