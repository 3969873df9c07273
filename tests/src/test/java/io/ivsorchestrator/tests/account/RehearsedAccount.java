package io.ivsorchestrator.tests.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.S3Quarantine;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalDynamoDb;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.runtime.QueueMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A deployment to rehearse the smoke test on: the embedded table and bucket, the indexing code, and as much of CloudFormation and
 * EventBridge as the test asks, over HTTP as these services speak. What S3 would tell EventBridge is found by looking.
 */
final class RehearsedAccount implements AutoCloseable {
    static final String BUCKET = "rehearsed-recordings";
    private static final String QUARANTINE = "rehearsed-quarantine";
    private static final String TABLE = "rehearsed-index";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalDynamoDb dynamoDbServer = LocalDynamoDb.start();
    private final LocalS3 s3Server = LocalS3.start();
    final DynamoDbClient dynamoDb = LocalClients.dynamoDb(dynamoDbServer.endpoint());
    final S3Client s3 = LocalClients.s3(s3Server.endpoint());
    private final IndexEvents indexing = new IndexEvents(
            new RecordingIndex(new DynamoDbIndexTable(dynamoDb, TABLE), CursorSeal.ofThisProcess()),
            new S3RecordingFiles(s3), new S3Quarantine(s3, QUARANTINE, InstantSource.system()),
            new TrustedAccounts.Only(LocalClients.ACCOUNT));
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean simulatedEvents;

    /** @param simulatedEvents whether it was deployed with that setting */
    RehearsedAccount(boolean simulatedEvents) {
        this.simulatedEvents = simulatedEvents;
        IndexTables.create(dynamoDb, TABLE);
        s3.createBucket(request -> request.bucket(BUCKET));
        s3.createBucket(request -> request.bucket(QUARANTINE));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.createContext("/", this::answer);
        server.start();
        Thread.ofVirtual().name("bucket-events").start(this::watch);
    }

    /** As the SDK's system properties, in place of endpoints and credentials of AWS. */
    Map<String, String> surroundings() {
        String own = URI.create("http://127.0.0.1:" + server.getAddress().getPort()).toString();
        return Map.of("aws.endpointUrlCloudFormation", own, "aws.endpointUrlEventBridge", own,
                "aws.endpointUrlDynamoDb", dynamoDbServer.endpoint().toString(),
                "aws.endpointUrlS3", s3Server.endpoint().toString(),
                "aws.accessKeyId", LocalClients.ACCESS_KEY_ID,
                "aws.secretAccessKey", LocalClients.SECRET_ACCESS_KEY,
                "aws.region", LocalClients.REGION.id());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            if (target == null) {
                stacks(exchange, body);
            } else {
                events(exchange, target.substring(target.indexOf('.') + 1), JSON.readTree(body));
            }
        }
    }

    private static void stacks(HttpExchange exchange, String body) throws IOException {
        String outputs = Map.of("IndexTableName", TABLE, "RecordingBucketName", BUCKET).entrySet().stream()
                .map(output -> "<member><OutputKey>" + output.getKey() + "</OutputKey><OutputValue>" + output.getValue()
                        + "</OutputValue></member>")
                .collect(Collectors.joining());
        boolean known = body.contains("StackName=ivs-recording-rehearsal-storage");
        send(exchange, known ? 200 : 400, "text/xml", known
                ? "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><Outputs>" + outputs
                        + "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>"
                : "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id does not"
                        + " exist</Message></Error></ErrorResponse>");
    }

    private void events(HttpExchange exchange, String operation, JsonNode request) throws IOException {
        String json = "application/x-amz-json-1.1";
        if (operation.equals("DescribeRule")) {
            String name = request.path("Name").asText();
            boolean known = simulatedEvents && name.equals("ivs-recording-rehearsal-indexing-SimulatedEvents");
            send(exchange, known ? 200 : 400, json, known
                    ? "{\"Name\":\"%s\",\"Arn\":\"arn:aws:events:%s:%s:rule/%s\"}".formatted(name,
                            LocalClients.REGION.id(), LocalClients.ACCOUNT, name)
                    : "{\"__type\":\"ResourceNotFoundException\",\"message\":\"Rule " + name + " does not exist\"}");
            return;
        }
        JsonNode entry = request.path("Entries").path(0);
        if (!entry.path("Source").asText().equals(EventPatterns.SIMULATED_SOURCE)) {
            throw new IllegalStateException("not a simulated event: " + entry);
        }
        // As the rule's target has it: another source, all else as it was put.
        index(Payload.of("channel-recording/recording-start").with("source", EventPatterns.IVS_SOURCE)
                .with("account", LocalClients.ACCOUNT).with("time", Instant.now().toString())
                .with("resources.0", entry.path("Resources").path(0).asText())
                .withJson("detail", entry.path("Detail").asText()).json());
        send(exchange, 200, json, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e\"}]}");
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void index(String event) {
        indexing.index(List.of(new QueueMessage("m", event)), () -> true);
    }

    private void watch() {
        Set<String> known = new TreeSet<>();
        int sequence = 1;
        try {
            while (!closed.await(100, TimeUnit.MILLISECONDS)) {
                Set<String> keys = s3.listObjectsV2(request -> request.bucket(BUCKET)).contents().stream()
                        .map(S3Object::key).collect(Collectors.toCollection(TreeSet::new));
                for (String key : keys) {
                    if (known.add(key)) {
                        object("s3-object/created", key, sequence++);
                    }
                }
                for (String key : List.copyOf(known)) {
                    if (!keys.contains(key)) {
                        known.remove(key);
                        object("s3-object/deleted", key, sequence++);
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void object(String sample, String key, int sequence) {
        index(Payload.of(sample).with("account", LocalClients.ACCOUNT).with("time", Instant.now().toString())
                .with("detail.bucket.name", BUCKET).with("detail.object.key", key)
                .with("detail.object.sequencer", "%016X".formatted(sequence)).json());
    }

    long items() {
        return dynamoDb.scan(request -> request.tableName(TABLE)).count();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        dynamoDb.close();
        s3.close();
        s3Server.close();
        dynamoDbServer.close();
    }
}
