package io.ivsorchestrator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RehearsalTest {
    private static final Environment ENVIRONMENT = Environment.of(Map.of("AWS_REGION", "us-west-2"),
            List.of("AWS_REGION"));

    private final List<String> told = new ArrayList<>();

    private static Map<String, String> started(String initialization) {
        Map<String, String> variables = new HashMap<>(
                Map.of("POWERTOOLS_METRICS_NAMESPACE", "test", "POWERTOOLS_SERVICE_NAME", "test"));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", initialization);
        return variables;
    }

    /** Reads an object and an item, as functions do. */
    private final class Reading implements Rehearsal.Play {
        @Override
        public RequestStreamHandler handler(AwsClients aws, Metrics metrics) {
            var s3 = aws.s3();
            var dynamoDb = aws.dynamoDb();
            return (input, output, context) -> {
                told.add(new String(input.readAllBytes(), StandardCharsets.UTF_8) + " "
                        + s3.getObjectAsBytes(it -> it.bucket("any").key("any")).asUtf8String() + " "
                        + dynamoDb.getItem(it -> it.tableName("any").key(Map.of("pk", AttributeValue.fromS("any"))))
                                .hasItem());
                metrics.count(Map.of("Any", 1L));
            };
        }

        @Override
        public String event() {
            return "event";
        }

        @Override
        public String object() {
            return "object";
        }

        @Override
        public void ask(AwsClients aws) {
            told.add("asked");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"snap-start", "provisioned-concurrency"})
    void perform_initializedAheadOfEvents_handlesEventsInTheSceneryAndAsksOnce(String initialization) {
        new Rehearsal(started(initialization)).perform(ENVIRONMENT, new AwsClients(ENVIRONMENT), new Reading());

        assertThat(told).hasSizeGreaterThan(100).endsWith("asked");
        assertThat(told.subList(0, told.size() - 1)).containsOnly("event object false");
    }

    @Test
    void perform_eventWaiting_doesNothing() {
        new Rehearsal(started("on-demand")).perform(ENVIRONMENT, new AwsClients(ENVIRONMENT), new Reading());

        assertThat(told).isEmpty();
    }

    @Test
    void perform_failing_leavesTheFunctionUsable() {
        Rehearsal.Play failing = new Rehearsal.Play() {
            @Override
            public RequestStreamHandler handler(AwsClients aws, Metrics metrics) {
                return (input, output, context) -> {
                    throw new IllegalStateException("as broken as can be");
                };
            }

            @Override
            public String event() {
                return "";
            }

            @Override
            public String object() {
                return "";
            }

            @Override
            public void ask(AwsClients aws) {
                told.add("asked");
            }
        };

        assertThatCode(
                () -> new Rehearsal(started("snap-start")).perform(ENVIRONMENT, new AwsClients(ENVIRONMENT), failing))
                .doesNotThrowAnyException();
        assertThat(told).isEmpty();
    }
}
