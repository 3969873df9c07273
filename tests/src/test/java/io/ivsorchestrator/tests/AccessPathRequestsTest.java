package io.ivsorchestrator.tests;

import static io.ivsorchestrator.recording.EvidenceBuilders.BUCKET;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalDynamoDb;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.query.Authorization;
import io.ivsorchestrator.query.QueryApi;
import io.ivsorchestrator.query.QueryHandler;
import io.ivsorchestrator.query.Retention;
import io.ivsorchestrator.recording.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * What each question costs in requests to DynamoDB, as the SDK sends them, first page and next: one per page, one per shard where
 * a question spans the account, and never a scan.
 */
class AccessPathRequestsTest {
    private static final Requests REQUESTS = new Requests();
    private static LocalDynamoDb server;
    private static LocalS3 s3Server;
    private static DynamoDbClient dynamoDb;
    private static S3Client s3;
    private static S3Presigner presigner;
    private static LocalFunction query;

    @BeforeAll
    static void start() {
        server = LocalDynamoDb.start();
        s3Server = LocalS3.start();
        dynamoDb = LocalClients.dynamoDb(server.endpoint(), REQUESTS);
        s3 = LocalClients.s3(s3Server.endpoint());
        s3.createBucket(request -> request.bucket(BUCKET));
        presigner = LocalClients.s3Presigner(s3Server.endpoint());
        IndexTables.create(dynamoDb, "recordings");
        DynamoDbIndexTable table = new DynamoDbIndexTable(dynamoDb, "recordings");
        CursorSeal seal = CursorSeal.ofThisProcess();
        RecordingIndex index = new RecordingIndex(table, seal);
        for (Evidence fact : List.of(aChannelStart().build(), aParticipantStart().build(), aUser("alice").build(),
                aParticipantEndFailure().build())) {
            index.record(fact.subject(), List.of(fact));
        }
        query = new LocalFunction("query", new QueryHandler(new QueryApi(index, new S3RecordingFiles(s3),
                QueryHandler.playback(s3, presigner, seal, InstantSource.system()), new IncidentStore(table), seal,
                (body, delay) -> {
                    throw new IllegalStateException("nothing is deleted here");
                }, Retention.FOR_EVER, InstantSource.system()), Authorization.IAM), Duration.ofSeconds(29));
    }

    @AfterAll
    static void stop() {
        presigner.close();
        s3.close();
        dynamoDb.close();
        s3Server.close();
        server.close();
    }

    private static JsonObject get(String path, String parameters) throws IOException {
        JsonObject answer = JsonObject.parse(query.invoke("""
                {"version": "2.0", "rawPath": "%s", "rawQueryString": "%s", "headers": {}, "isBase64Encoded": false,
                 "requestContext": {"stage": "$default", "http": {"method": "GET"},
                  "authorizer": {"iam": {"userArn": "arn:aws:iam::123456789012:role/reader"}}}}"""
                .formatted(path, parameters).getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.integer("statusCode")).as(answer.requireString("body")).hasValue(200);
        return JsonObject.parse(answer.requireString("body"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            channel=Kp3dQ9xTzL7m                                    | Query=1
            channel=Kp3dQ9xTzL7m&from=2026-03-07&to=2026-03-08      | Query=1
            channel=Kp3dQ9xTzL7m&stream=st-1A2b3C4d5E6f7G8h9I0jKlM  | Query=1
            stage=Wq8rT2yUi5Oa                                      | Query=1
            stage=Wq8rT2yUi5Oa&session=st-aB1cD2eF3gH4i             | Query=1
            stage=Wq8rT2yUi5Oa&participant=Nb7vC6xZ5lKj             | Query=1
            user=alice                                              | Query=1
            status=active                                           | Query=8
            status=attention&day=2026-03-07                         | Query=8
            day=2026-03-07                                          | Query=8""")
    void aPage_isOneQueryPerShard(String parameters, String expected) throws IOException {
        REQUESTS.take();

        JsonObject page = get("/recordings", parameters + "&limit=200");

        assertThat(page.objects("recordings")).as("it finds something").isNotEmpty();
        assertThat(REQUESTS.take()).isEqualTo(expected);
    }

    @Test
    void theNextPage_costsTheSame() throws IOException {
        JsonObject first = get("/recordings", "day=2026-03-07&limit=1");
        REQUESTS.take();

        JsonObject next = get("/recordings", "day=2026-03-07&limit=1&cursor=" + first.requireString("next"));

        assertThat(next.objects("recordings").getFirst().requireString("id"))
                .isNotEqualTo(first.objects("recordings").getFirst().requireString("id"));
        assertThat(REQUESTS.take()).isEqualTo("Query=8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /recordings/<id>                             |                            | GetItem=1
            /recordings/<id>/why                         |                            | GetItem=1
            /recordings                                  | bucket=<bucket>&prefix=<prefix> | GetItem=1
            /sessions/Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i      |                            | Query=2
            /incidents                                   |                            | Query=1
            /incidents                                   | day=2026-03-07             | Query=1
            /incidents                                   | recording=<id>             | Query=1""")
    void whatIsNoPage_costsThis(String path, String parameters, String expected) throws IOException {
        REQUESTS.take();

        get(filled(path), parameters == null ? "" : filled(parameters));

        assertThat(REQUESTS.take()).isEqualTo(expected);
    }

    private static String filled(String text) {
        return text.replace("<id>", idOf(CHANNEL_LOCATION).text()).replace("<bucket>", CHANNEL_LOCATION.bucket())
                .replace("<prefix>", CHANNEL_LOCATION.prefix());
    }

    /** Counts requests by operation. */
    private static final class Requests implements ExecutionInterceptor {
        private final Map<String, Integer> counts = new ConcurrentHashMap<>();

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            counts.merge(String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)), 1,
                    Integer::sum);
        }

        String take() {
            String taken = new TreeMap<>(counts).entrySet().stream().map(it -> it.getKey() + "=" + it.getValue())
                    .collect(Collectors.joining(" "));
            counts.clear();
            return taken;
        }
    }
}
