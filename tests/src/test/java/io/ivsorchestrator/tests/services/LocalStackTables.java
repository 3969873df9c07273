package io.ivsorchestrator.tests.services;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.laptop.IndexTables;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** LocalStack's DynamoDB for the tests of a class, which register this as a static field, and tables in it as they are deployed. */
final class LocalStackTables implements BeforeAllCallback, AfterAllCallback {
    private @Nullable DynamoDbClient dynamoDb;

    @Override
    public void beforeAll(ExtensionContext context) {
        dynamoDb = LocalClients.dynamoDb(LocalStack.endpoint());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        dynamoDb().close();
    }

    DynamoDbClient dynamoDb() {
        return Objects.requireNonNull(dynamoDb, "is there while tests run");
    }

    /** The name of a new table that can be used. */
    String create() {
        String name = "recordings-" + System.nanoTime();
        IndexTables.create(dynamoDb(), name);
        dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(name));
        return name;
    }
}
