package io.ivsorchestrator.coldstart;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.PutItemEnhancedRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * The same work for an S3 event as tutorials write it: default clients, the Enhanced Client with an annotated bean, Lambda's
 * event classes, databind, Powertools with Log4j and its own metrics. One S3 read, one conditional write: fewer requests than this
 * project's function makes.
 */
public final class ConventionalHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(ConventionalHandler.class);

    private final Metrics metrics = MetricsFactory.getMetricsInstance();
    private final ObjectMapper json = new ObjectMapper();
    private final S3Client s3 = S3Client.create();
    private final DynamoDbTable<ConventionalItem> table = DynamoDbEnhancedClient.create()
            .table(System.getenv("TABLE_NAME"), TableSchema.fromBean(ConventionalItem.class));

    @Override
    public SQSBatchResponse handleRequest(SQSEvent batch, Context context) {
        PowertoolsLogging.initializeLogging(context);
        for (SQSEvent.SQSMessage message : batch.getRecords()) {
            index(read(message.getBody()).path("detail"));
        }
        LOG.info("indexed count={}", batch.getRecords().size());
        metrics.addMetric("EventsApplied", batch.getRecords().size(), MetricUnit.COUNT);
        metrics.flush();
        return new SQSBatchResponse(List.of());
    }

    private void index(JsonNode detail) {
        String bucket = detail.path("bucket").path("name").asText();
        String key = detail.path("object").path("key").asText();
        JsonNode metadata = read(s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asString(StandardCharsets.UTF_8));
        var item = new ConventionalItem();
        item.setPk(key);
        item.setSk("recording-" + System.nanoTime());
        item.setState(metadata.path("recording_status").asText());
        item.setStartedAt(metadata.path("recording_started_at").asText());
        item.setDurationMs(metadata.path("media").path("hls").path("duration_ms").asLong());
        table.putItem(PutItemEnhancedRequest.builder(ConventionalItem.class).item(item)
                .conditionExpression(Expression.builder().expression("attribute_not_exists(pk)").build()).build());
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
