package io.ivsorchestrator.tests.services;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The AWS services that a scenario needs, wherever they run. */
interface Services extends AutoCloseable {
    DynamoDbClient dynamoDb();

    S3Client s3();

    SqsClient sqs();

    /** The account that events carry which {@link #put} puts on the bus. */
    String account();

    /** From now on every event on the default bus that matches goes into the queue. */
    void rule(String name, String pattern, String queueUrl);

    /** Puts an event on the default bus: a whole one as JSON, of which the bus may replace id and account. */
    void put(String event);

    /** The function as it is to be called with what these services deliver. */
    RequestStreamHandler taking(RequestStreamHandler function);

    @Override
    void close();
}
