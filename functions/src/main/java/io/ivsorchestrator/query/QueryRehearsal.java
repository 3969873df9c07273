package io.ivsorchestrator.query;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.Rehearsal;

/** The first page of a channel's recordings, which has none. */
record QueryRehearsal(Environment environment) implements Rehearsal.Play {
    @Override
    public RequestStreamHandler handler(AwsClients aws, Metrics metrics) {
        return new QueryHandler(environment, aws);
    }

    /** Vouched for in either way. */
    @Override
    public String event() {
        return """
                {"version": "2.0", "rawPath": "/recordings", "rawQueryString": "channel=rehearsal",
                 "headers": {"accept": "application/json"},
                 "requestContext": {"stage": "$default", "domainName": "localhost", "http": {"method": "GET"},
                   "authorizer": {"iam": {"userArn": "arn:aws:iam::123456789012:user/rehearsal"},
                                  "jwt": {"claims": {"sub": "rehearsal", "scope": "%s"}}}}}
                """.formatted(Permission.READ.scope());
    }

    @Override
    public String object() {
        return "";
    }

    @Override
    public void ask(AwsClients aws) {
        new DynamoDbIndexTable(aws.dynamoDb(), environment.get("TABLE_NAME"))
                .get(new ItemKey("rehearsal", "rehearsal"));
    }
}
