package io.ivsorchestrator.tests;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalDynamoDb;
import io.ivsorchestrator.local.laptop.IndexTables;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** DynamoDB Local for the tests of a class, which register this as a static field, and tables in it as they are deployed. */
final class EmbeddedTables implements BeforeAllCallback, AfterAllCallback {
    private @Nullable LocalDynamoDb server;
    private @Nullable DynamoDbClient dynamoDb;
    private @Nullable DynamoDbStreamsClient streams;

    @Override
    public void beforeAll(ExtensionContext context) {
        LocalDynamoDb started = LocalDynamoDb.start();
        server = started;
        dynamoDb = LocalClients.dynamoDb(started.endpoint());
        streams = LocalClients.dynamoDbStreams(started.endpoint());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        streams().close();
        dynamoDb().close();
        Objects.requireNonNull(server).close();
    }

    DynamoDbClient dynamoDb() {
        return Objects.requireNonNull(dynamoDb, "is there while tests run");
    }

    DynamoDbStreamsClient streams() {
        return Objects.requireNonNull(streams, "is there while tests run");
    }

    /** The name of a new table, empty and with its change stream on. */
    String create() {
        String name = "recordings-" + System.nanoTime();
        IndexTables.create(dynamoDb(), name);
        return name;
    }
}
