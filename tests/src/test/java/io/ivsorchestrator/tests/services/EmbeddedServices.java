package io.ivsorchestrator.tests.services;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.local.embedded.Embedded;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.routing.LocalEventBus;
import io.ivsorchestrator.local.routing.Rule;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The laptop's parts. */
final class EmbeddedServices implements Services {
    private final Embedded parts = Embedded.start();
    private final DynamoDbClient dynamoDb = LocalClients.dynamoDb(parts.dynamoDb().endpoint());
    private final S3Client s3 = LocalClients.s3(parts.s3().endpoint());
    private final SqsClient sqs = LocalClients.sqs(parts.sqs().endpoint());
    private final List<Rule> rules = new ArrayList<>();

    @Override
    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    @Override
    public S3Client s3() {
        return s3;
    }

    @Override
    public SqsClient sqs() {
        return sqs;
    }

    @Override
    public String account() {
        return LocalClients.ACCOUNT;
    }

    @Override
    public void rule(String name, String pattern, String queueUrl) {
        rules.add(new Rule(name, pattern, queueUrl));
    }

    @Override
    public void put(String event) {
        LocalEventBus.of(sqs, rules).deliver(event);
    }

    @Override
    public RequestStreamHandler taking(RequestStreamHandler function) {
        return function;
    }

    @Override
    public void close() {
        dynamoDb.close();
        s3.close();
        sqs.close();
        parts.close();
    }
}
