package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.ivs.CallLedger;
import io.ivsorchestrator.ivs.DynamoDbCallLedger;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.media.RecordingListing;
import io.ivsorchestrator.media.S3MediaObjects;
import io.ivsorchestrator.media.S3RecordingListing;
import io.ivsorchestrator.query.RecordingObjects;
import io.ivsorchestrator.query.S3RecordingObjects;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.recovery.Buckets;
import io.ivsorchestrator.recovery.S3Buckets;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import io.ivsorchestrator.salvaging.S3SalvageStore;
import io.ivsorchestrator.salvaging.SalvageStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Nobody listens where the service should be: every adapter says so by the exception of its port, which names what was asked for, so
 * that whoever calls the port returns the message and not the batch.
 */
class UnreachableServicesTest {
    private static final String BUCKET = "acme-live-recordings";
    private static final S3Location LOCATION = new S3Location(BUCKET, "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj");

    enum S3Call {
        FETCH(RecordingFilesException.class), FETCH_A_RANGE(RecordingFilesException.class), LIST(
                RecordingFilesException.class), WALK(RecordingFilesException.class), SALVAGE(
                        SalvageStore.SalvageStoreException.class), DELETE(
                                RecordingObjects.RecordingObjectsException.class), LOOK(Buckets.LookException.class);

        final Class<? extends RuntimeException> told;

        S3Call(Class<? extends RuntimeException> told) {
            this.told = told;
        }

        void on(S3Client s3) {
            switch (this) {
                case FETCH -> new S3MediaObjects(s3).fetch(BUCKET, LOCATION.key("media/0.ts"), 100);
                case FETCH_A_RANGE -> new S3MediaObjects(s3).fetch(BUCKET, LOCATION.key("media/0.ts"), 0, 100);
                case LIST -> new S3MediaObjects(s3).list(BUCKET, LOCATION.prefix(), Optional.empty());
                case WALK -> new S3RecordingListing(s3).list(RecordingListing.Query.of(BUCKET, "", "/media/"));
                case SALVAGE -> new S3SalvageStore(s3).put(LOCATION, "report.json", "{}", "application/json");
                case DELETE -> new S3RecordingObjects(s3).deleteAll(LOCATION, () -> true);
                case LOOK -> new S3Buckets(s3).look(BUCKET);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void s3_isTheErrorOfThePort_andNamesTheBucket(S3Call call) throws IOException {
        try (S3Client s3 = LocalClients.s3(nobody())) {
            told(() -> call.on(s3), call.told, BUCKET);
        }
    }

    @Test
    void dynamoDb_isTheErrorOfThePort_andNamesTheTable() throws IOException {
        try (DynamoDbClient dynamoDb = LocalClients.dynamoDb(nobody())) {
            told(() -> new DynamoDbIndexTable(dynamoDb, "recordings").get(new ItemKey("channel.x.y", "recording")),
                    IndexUnavailableException.class, "recordings");
            told(() -> new DynamoDbCallLedger(dynamoDb, "recordings").write(IvsOperation.GET_CHANNEL,
                    new CallLedger.Entry(1, List.of(), 0, Instant.EPOCH, Instant.EPOCH)),
                    CallLedger.LedgerUnavailableException.class, "GET_CHANNEL");
        }
    }

    @Test
    void sqs_isTheErrorOfThePort_andNamesTheQueue() throws IOException {
        URI queue = nobody().resolve("/123456789012/salvage");
        try (SqsClient sqs = LocalClients.sqs(queue.resolve("/"))) {
            told(() -> new SqsDelayedMessages(sqs, queue.toString()).send("{}", Duration.ZERO),
                    DelayedMessages.MessageNotSentException.class, queue.toString());
        }
    }

    private static void told(ThrowingCallable call, Class<? extends RuntimeException> type, String named) {
        assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(named)
                .satisfies(error -> assertThat(error.getCause()).isNotNull());
    }

    /** A port that was free a moment ago. */
    private static URI nobody() throws IOException {
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + once.getLocalPort());
        }
    }
}
