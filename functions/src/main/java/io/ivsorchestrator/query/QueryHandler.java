package io.ivsorchestrator.query;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.S3MediaLinks;
import io.ivsorchestrator.media.S3MediaObjects;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.playback.Playback;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Rehearsal;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The Lambda function behind the HTTP API, in payload format 2.0.
 *
 * <p>Needs {@code dynamodb:GetItem}, {@code Query} and {@code PutItem} (holds and deletions are
 * facts) on the table and {@code Query} on its indexes; {@code s3:GetObject} and {@code s3:ListBucket} on the recording
 * buckets; {@code sqs:SendMessage} on the deletion queue. It cannot delete an object.
 */
public final class QueryHandler implements RequestStreamHandler {
    /**
     * Read from the environment, and nothing else is. {@code AWS_REGION} is Lambda's own. {@code AUTHORIZATION} is
     * {@code IAM} or {@code JWT}, as the gateway is set; {@code RETENTION} as {@link Retention#parse} reads it.
     */
    public static final List<String> VARIABLES = List.of("TABLE_NAME", "DELETION_QUEUE_URL", "AUTHORIZATION",
            "RETENTION", "AWS_REGION");

    private final QueryApi api;
    private final Authorization authorization;

    /** As Lambda makes it. */
    public QueryHandler() {
        this(Environment.ofThisFunction(VARIABLES));
    }

    private QueryHandler(Environment environment) {
        this(environment, new AwsClients(environment), new QueryRehearsal(environment));
    }

    private QueryHandler(Environment environment, AwsClients aws, Rehearsal.Play play) {
        this(environment, aws);
        Rehearsal.beforeEvents(environment, aws, play);
    }

    QueryHandler(Environment environment, AwsClients aws) {
        DynamoDbIndexTable table = new DynamoDbIndexTable(aws.dynamoDb(), environment.get("TABLE_NAME"));
        CursorSeal seal = CursorSeal.sharedThrough(table);
        S3Client s3 = aws.s3();
        this(new QueryApi(new RecordingIndex(table, seal), new S3RecordingFiles(s3),
                playback(s3, aws.s3Presigner(), seal, InstantSource.system()), new IncidentStore(table),
                seal, new SqsDelayedMessages(aws.sqs(), environment.get("DELETION_QUEUE_URL")),
                Retention.parse(environment.get("RETENTION")), InstantSource.system()),
                Authorization.valueOf(environment.get("AUTHORIZATION")));
    }

    /** As everybody else makes it. */
    public QueryHandler(QueryApi api, Authorization authorization) {
        this.api = api;
        this.authorization = authorization;
    }

    /** By the key of the cursors, and links of whatever the presigner signs with. */
    public static Playback playback(S3Client s3, S3Presigner presigner, CursorSeal seal, InstantSource clock) {
        return new Playback(new S3MediaObjects(s3), new S3MediaLinks(presigner), Playing.seal(seal), clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        PowertoolsLogging.initializeLogging(context);
        HttpApiPayload.write(output, answer(input));
    }

    HttpAnswer answer(InputStream input) throws IOException {
        HttpRequest request;
        try {
            request = HttpApiPayload.read(input, authorization);
        } catch (JsonException broken) {
            return Problem.of(Problem.Kind.INVALID_REQUEST, String.valueOf(broken.getMessage())).answer();
        }
        return api.answer(request);
    }
}
