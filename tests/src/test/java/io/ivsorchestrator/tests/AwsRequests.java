package io.ivsorchestrator.tests;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/**
 * Counts requests by operation, and the capacity that DynamoDB Local says they consumed. A conditional write that was refused
 * wrote nothing and is counted apart; DynamoDB charges it as a write of the item that is there, and does not tell, so it
 * is taken for the one that was sent (Amazon DynamoDB Developer Guide, "Capacity unit consumption for conditional writes"). Of what is put
 * on a bus every 64 KB are an event (Amazon EventBridge pricing).
 */
final class AwsRequests implements ExecutionInterceptor {
    private static final int WRITE_UNIT = 1024;

    private static final int EVENT = 64 * 1024;

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        return switch (context.request()) {
            case PutItemRequest it -> it.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
            case GetItemRequest it -> it.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
            case QueryRequest it -> it.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
            default -> context.request();
        };
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        switch (context.response()) {
            case PutItemResponse it -> consumed("write units", it.consumedCapacity());
            case GetItemResponse it -> consumed("read units", it.consumedCapacity());
            case QueryResponse it -> consumed("read units", it.consumedCapacity());
            case PutEventsResponse _ -> ((PutEventsRequest) context.request()).entries().forEach(entry -> counts.merge(
                    "outbound events", pieces(entry.detail().getBytes(StandardCharsets.UTF_8).length, EVENT),
                    Integer::sum));
            default -> {
                // S3 has no such units.
            }
        }
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof PutItemRequest it
                && context.exception() instanceof ConditionalCheckFailedException) {
            int bytes = it.item().toString().length();
            counts.merge("write units", pieces(bytes, WRITE_UNIT), Integer::sum);
        }
    }

    private static int pieces(int bytes, int size) {
        return (bytes + size - 1) / size;
    }

    private void consumed(String units, ConsumedCapacity capacity) {
        counts.merge(units, (int) Math.ceil(capacity.capacityUnits()), Integer::sum);
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        String name = String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        boolean refused = name.equals("PutItem") && !context.httpResponse().isSuccessful();
        counts.merge(refused ? name + " refused" : name, 1, Integer::sum);
    }

    /** Something that is no request and paid for all the same. */
    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** What was sent since this was asked last. */
    Map<String, Integer> take() {
        Map<String, Integer> taken = new TreeMap<>(counts);
        counts.clear();
        return taken;
    }
}
