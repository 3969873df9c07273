package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.indexing.IndexingHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class IndexingStackTest {
    private static final String BUCKET_ARN = "arn:aws:s3:::" + Samples.BUCKET;
    private static final Template DEPLOYED = Synthesized.withExistingBucket().indexing();

    @Test
    void function_runsTheHandlerOnJava25() {
        DEPLOYED.resourceCountIs("AWS::Lambda::Function", 1);
        DEPLOYED.hasResourceProperties("AWS::Lambda::Function", Map.of(
                "Runtime", "java25",
                "Architectures", List.of("arm64"),
                "Handler", "io.ivsorchestrator.indexing.IndexingHandler",
                "MemorySize", 1024,
                "Timeout", 30,
                "TracingConfig", Map.of("Mode", "Active")));
    }

    @Test
    void function_environment_isWhatTheHandlerReads() {
        JsonNode environment = only("AWS::Lambda::Function").at("/Environment/Variables");

        List<String> expected = new ArrayList<>(List.of("POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE",
                "POWERTOOLS_LOG_LEVEL", "JAVA_TOOL_OPTIONS"));
        IndexingHandler.VARIABLES.stream().filter(name -> !name.startsWith("AWS_")).forEach(expected::add);

        assertThat(environment.properties()).extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(environment.path("ACCOUNT_ID").asText()).isEqualTo(Samples.ACCOUNT);
        assertThat(environment.path("TABLE_NAME").toString()).contains("Index");
        assertThat(environment.path("QUARANTINE_BUCKET").toString()).contains("Quarantine");
        assertThat(environment.path("JAVA_TOOL_OPTIONS").asText())
                .isEqualTo("-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    }

    @Test
    void function_logs_areKeptAsSet() {
        DEPLOYED.hasResourceProperties("AWS::Logs::LogGroup", Map.of("RetentionInDays", 90));
        assertThat(only("AWS::Lambda::Function").at("/LoggingConfig/LogGroup/Ref").asText()).contains("Logs");
    }

    @Test
    void role_mayDoExactlyThis() {
        Map<String, List<String>> allowed = allowed();

        assertThat(allowed.keySet()).containsExactly(
                "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query",
                "logs:CreateLogStream", "logs:PutLogEvents",
                "s3:GetObject", "s3:ListBucket", "s3:PutObject",
                "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl",
                "sqs:ReceiveMessage",
                "xray:PutTelemetryRecords", "xray:PutTraceSegments");
        assertThat(allowed.get("s3:GetObject")).containsExactly(BUCKET_ARN + "/*/events/recording-*.json");
        assertThat(allowed.get("s3:ListBucket")).containsExactly(BUCKET_ARN);
        assertThat(allowed.get("s3:PutObject")).singleElement().asString().contains("Quarantine")
                .contains("/quarantine/*");
        assertThat(allowed.get("dynamodb:Query")).hasSize(1 + KeySchema.SecondaryIndex.values().length);
        assertThat(only("AWS::IAM::Role").has("ManagedPolicyArns")).isFalse();
    }

    @Test
    void role_everyResource_isNamed_butForTraces() {
        allowed().forEach((action, resources) -> {
            if (action.startsWith("xray:")) {
                assertThat(resources).containsExactly("*");
            } else {
                assertThat(resources).as(action).doesNotContain("*");
            }
        });
    }

    @Test
    void queue_outlastsSixTimeouts_andHandsOnWhatFails() {
        JsonNode queue = queue("IndexingQueue");

        assertThat(queue.path("VisibilityTimeout").asInt())
                .isGreaterThanOrEqualTo(6 * only("AWS::Lambda::Function").path("Timeout").asInt());
        assertThat(queue.at("/RedrivePolicy/maxReceiveCount").asInt()).isEqualTo(5);
        assertThat(queue.at("/RedrivePolicy/deadLetterTargetArn/Fn::GetAtt/0").asText()).contains("DeadLetters");
    }

    @Test
    void everyRule_sendsToTheQueue_andWhatIsNotDeliveredElsewhere() {
        List<JsonNode> rules = Synthesized.properties(DEPLOYED, "AWS::Events::Rule");

        assertThat(rules).hasSize(2).allSatisfy(rule -> {
            assertThat(rule.path("Targets")).hasSize(1);
            assertThat(rule.at("/Targets/0/Arn/Fn::GetAtt/0").asText()).startsWith("IndexingQueue");
            assertThat(rule.at("/Targets/0/DeadLetterConfig/Arn/Fn::GetAtt/0").asText()).contains("Undelivered");
        });
    }

    @Test
    void deadLetters_areKeptLongerThanTheQueueKeepsMessages() {
        assertThat(queue("IndexingDeadLetters").path("MessageRetentionPeriod").asInt()).isEqualTo(14 * 86_400);
        assertThat(queue("IndexingUndelivered").path("MessageRetentionPeriod").asInt()).isEqualTo(14 * 86_400);
        assertThat(queue("IndexingQueue").path("MessageRetentionPeriod").asInt()).isLessThan(14 * 86_400);
    }

    @Test
    void everyQueue_isEncrypted_andRefusesPlainHttp() {
        DEPLOYED.resourceCountIs("AWS::SQS::Queue", 3);
        DEPLOYED.allResourcesProperties("AWS::SQS::Queue", Map.of("SqsManagedSseEnabled", true));
        DEPLOYED.resourceCountIs("AWS::SQS::QueuePolicy", 3);
        DEPLOYED.allResourcesProperties("AWS::SQS::QueuePolicy", Map.of("PolicyDocument", Map.of("Statement",
                Match.arrayWith(List.of(Match.objectLike(Map.of("Effect", "Deny", "Action", "sqs:*",
                        "Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")))))))));
    }

    @Test
    void queuePolicies_letOurRulesIn_andNobodyElse() {
        for (JsonNode policy : Synthesized.properties(DEPLOYED, "AWS::SQS::QueuePolicy")) {
            for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
                if (statement.path("Effect").asText().equals("Allow")) {
                    assertThat(statement.at("/Principal/Service").asText()).isEqualTo("events.amazonaws.com");
                    assertThat(statement.at("/Condition/ArnEquals/aws:SourceArn/Fn::GetAtt/0").asText())
                            .matches("Indexing(IvsEvents|RecordingObjects).*");
                }
            }
        }
    }

    @Test
    void mapping_takesBatches_andReportsEachFailure() {
        DEPLOYED.hasResourceProperties("AWS::Lambda::EventSourceMapping", Map.of(
                "BatchSize", 10,
                "FunctionResponseTypes", List.of("ReportBatchItemFailures")));
        assertThat(only("AWS::Lambda::EventSourceMapping").at("/ScalingConfig/MaximumConcurrency").asInt())
                .isGreaterThanOrEqualTo(2);
        assertThat(only("AWS::Lambda::Function").has("ReservedConcurrentExecutions")).isFalse();
    }

    private static JsonNode only(String type) {
        List<JsonNode> found = Synthesized.properties(DEPLOYED, type);
        assertThat(found).as(type).hasSize(1);
        return found.getFirst();
    }

    private static JsonNode queue(String logicalId) {
        return Synthesized.resource(DEPLOYED, "AWS::SQS::Queue", logicalId).path("Properties");
    }

    /** Resources by action: texts as they are, references as JSON. */
    private static Map<String, List<String>> allowed() {
        Map<String, List<String>> allowed = new TreeMap<>();
        for (JsonNode statement : only("AWS::IAM::Policy").at("/PolicyDocument/Statement")) {
            assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
            for (String action : new TreeSet<>(texts(statement.path("Action")))) {
                allowed.computeIfAbsent(action, _ -> new ArrayList<>()).addAll(texts(statement.path("Resource")));
            }
        }
        return allowed;
    }

    private static List<String> texts(JsonNode oneOrMore) {
        List<String> texts = new ArrayList<>();
        Iterable<JsonNode> all = oneOrMore.isArray() ? oneOrMore : List.of(oneOrMore);
        all.forEach(node -> texts.add(node.isTextual() ? node.asText() : node.toString()));
        return texts;
    }
}
