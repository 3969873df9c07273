package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.provisioning.ProvisioningMessage;
import io.ivsorchestrator.publishing.PublishingHandler;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** Nothing that enters a queue, or should have, is lost without somebody being told. */
class QueuesTest {
    private static final int DAY = 86_400;
    private static final Template DEPLOYED = Synthesized.withExistingBucket().pipelines();
    private static final Map<String, JsonNode> QUEUES = Templates.resources(DEPLOYED, "AWS::SQS::Queue");

    private static boolean holdsFailures(JsonNode queue) {
        return name(queue).endsWith("-dead-letters") || name(queue).endsWith("-undelivered");
    }

    private static String name(JsonNode queue) {
        return queue.at("/Properties/QueueName").asText();
    }

    private static JsonNode queue(JsonNode reference) {
        return Templates.known(QUEUES, Templates.target(reference));
    }

    @Test
    void everyQueue_handsOnWhatFails() {
        Stream<JsonNode> working = QUEUES.values().stream().filter(queue -> !holdsFailures(queue));

        assertThat(working).isNotEmpty().allSatisfy(queue -> {
            assertThat(queue.at("/Properties/RedrivePolicy/maxReceiveCount").asInt()).isEqualTo(5);
            JsonNode dead = queue(queue.at("/Properties/RedrivePolicy/deadLetterTargetArn"));
            assertThat(name(dead)).isEqualTo(name(queue) + "-dead-letters");
        });
    }

    @Test
    void everyFailure_isKeptLongerThanItsQueueKeepsMessages() {
        assertThat(QUEUES.values()).allSatisfy(queue -> {
            int kept = queue.at("/Properties/MessageRetentionPeriod").asInt();
            if (holdsFailures(queue)) {
                assertThat(kept).isEqualTo(14 * DAY);
            } else {
                assertThat(kept).isBetween(DAY, 13 * DAY);
            }
        });
    }

    @Test
    void everyFailure_soundsAnAlarm_andSoDoesEveryMessageThatWaitsTooLong() {
        Set<String> watched = new TreeSet<>();
        for (JsonNode alarm : Synthesized.properties(DEPLOYED, "AWS::CloudWatch::Alarm")) {
            if (alarm.path("Namespace").asText().equals("AWS/SQS")) {
                watched.add(alarm.path("MetricName").asText() + " of " + alarm.at("/Dimensions/0/Value").asText());
            }
        }

        assertThat(watched).isEqualTo(QUEUES.values().stream()
                .map(queue -> (holdsFailures(queue)
                        ? "ApproximateNumberOfMessagesVisible"
                        : "ApproximateAgeOfOldestMessage") + " of " + name(queue))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyQueue_isEncrypted_andRefusesPlainHttp() {
        DEPLOYED.allResourcesProperties("AWS::SQS::Queue", Map.of("SqsManagedSseEnabled", true));
        DEPLOYED.resourceCountIs("AWS::SQS::QueuePolicy", QUEUES.size());
        DEPLOYED.allResourcesProperties("AWS::SQS::QueuePolicy", Map.of("PolicyDocument", Map.of("Statement",
                Match.arrayWith(java.util.List.of(Match.objectLike(Map.of("Effect", "Deny", "Action", "sqs:*",
                        "Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")))))))));
    }

    @Test
    void queuePolicies_letOurRulesIn_andNobodyElse() {
        Set<String> rules = Templates.resources(DEPLOYED, "AWS::Events::Rule").keySet();

        for (JsonNode policy : Synthesized.properties(DEPLOYED, "AWS::SQS::QueuePolicy")) {
            for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
                if (statement.path("Effect").asText().equals("Allow")) {
                    assertThat(statement.at("/Principal/Service").asText()).isEqualTo("events.amazonaws.com");
                    assertThat(Templates.target(statement.at("/Condition/ArnEquals/aws:SourceArn"))).isIn(rules);
                }
            }
        }
    }

    @Test
    void everyRule_sendsToAQueue_andWhatIsNotDeliveredElsewhere() {
        Stream<JsonNode> targets = Stream.concat(
                Synthesized.properties(DEPLOYED, "AWS::Events::Rule").stream().map(rule -> rule.at("/Targets/0")),
                Synthesized.properties(DEPLOYED, "AWS::Scheduler::Schedule").stream().map(it -> it.path("Target")));

        assertThat(targets).isNotEmpty().allSatisfy(target -> {
            JsonNode lost = queue(target.at("/DeadLetterConfig/Arn"));
            if (Templates.target(target.path("Arn")).startsWith("PublishingWorkerLive")) {
                // Behind the change stream there is no queue, and its schedule calls the function itself.
                assertThat(name(lost)).isEqualTo("ivs-recording-main-publishing-dead-letters");
            } else {
                assertThat(name(lost)).isEqualTo(name(queue(target.path("Arn"))) + "-undelivered");
            }
        });
        assertThat(Synthesized.properties(DEPLOYED, "AWS::Events::Rule"))
                .allSatisfy(rule -> assertThat(rule.path("Targets")).hasSize(1));
    }

    /** A schedule's message that its function does not know would only be found among the dead letters. */
    @Test
    void everySchedule_saysWhatItsFunctionTakes() {
        Map<String, String> said = new TreeMap<>();
        Synthesized.properties(DEPLOYED, "AWS::Scheduler::Schedule").forEach(schedule -> said.put(
                schedule.path("Name").asText(), schedule.at("/Target/Input").asText()));

        assertThat(said).isEqualTo(Map.of("ivs-recording-main-provisioning-DriftSweep", ProvisioningMessage.SWEEP,
                "ivs-recording-main-reconciling-Sweep", "sweep",
                "ivs-recording-main-deletion-RetentionSweep", "{\"sweep\":\"retention\"}",
                "ivs-recording-main-publishing-WhatWaits", "{}"));
    }

    @Test
    void changeStream_handsOnWhatFails_andHasNothingOfOtherItems() {
        assertThat(Synthesized.properties(DEPLOYED, "AWS::Lambda::EventSourceMapping"))
                .filteredOn(mapping -> mapping.has("StartingPosition")).singleElement().satisfies(mapping -> {
                    assertThat(mapping.path("StartingPosition").asText()).isEqualTo("TRIM_HORIZON");
                    assertThat(mapping.path("BisectBatchOnFunctionError").asBoolean()).isTrue();
                    assertThat(Templates.texts(mapping.path("FunctionResponseTypes")))
                            .containsExactly("ReportBatchItemFailures");
                    assertThat(mapping.path("MaximumRetryAttempts").asInt()).isEqualTo(10);
                    assertThat(name(queue(mapping.at("/DestinationConfig/OnFailure/Destination"))))
                            .isEqualTo("ivs-recording-main-publishing-dead-letters");
                    assertThat(mapping.at("/FilterCriteria/Filters")).extracting(it -> it.path("Pattern").asText())
                            .containsExactlyElementsOf(PublishingHandler.FILTERS);
                });
    }

    @Test
    void everyMapping_takesBatches_reportsEachFailure_andOutlastsRetries() {
        Map<String, JsonNode> functions = Templates.resources(DEPLOYED, "AWS::Lambda::Function");
        Map<String, JsonNode> aliases = Templates.resources(DEPLOYED, "AWS::Lambda::Alias");
        Stream<JsonNode> mappings = Synthesized.properties(DEPLOYED, "AWS::Lambda::EventSourceMapping").stream()
                .filter(mapping -> QUEUES.containsKey(Templates.target(mapping.path("EventSourceArn"))));

        assertThat(mappings).hasSize((int) QUEUES.values().stream().filter(queue -> !holdsFailures(queue)).count())
                .allSatisfy(mapping -> {
                    JsonNode queue = queue(mapping.path("EventSourceArn"));
                    JsonNode alias = Templates.known(aliases, Templates.target(mapping.path("FunctionName")));
                    JsonNode function = Templates.known(functions,
                            Templates.target(alias.at("/Properties/FunctionName")));
                    assertThat(mapping.path("FunctionResponseTypes")).extracting(JsonNode::asText)
                            .containsExactly("ReportBatchItemFailures");
                    assertThat(mapping.at("/ScalingConfig/MaximumConcurrency").asInt()).isGreaterThanOrEqualTo(2);
                    assertThat(queue.at("/Properties/VisibilityTimeout").asInt())
                            .isGreaterThanOrEqualTo(6 * function.at("/Properties/Timeout").asInt());
                });
    }

    /** A failed recording that is looked at before its objects are ten minutes old would be left to the next sweep. */
    @Test
    void salvage_isAskedWhenNothingMoreIsComing_andEverybodyElseAtOnce() {
        Map<String, Integer> delays = new TreeMap<>();
        QUEUES.values().stream().filter(queue -> queue.at("/Properties/DelaySeconds").asInt() > 0)
                .forEach(queue -> delays.put(name(queue), queue.at("/Properties/DelaySeconds").asInt()));

        assertThat(delays).isEqualTo(Map.of("ivs-recording-main-salvage", 720));
    }

    /**
     * Where one message can take all the time that an invocation has, those behind it are returned untried, and five times
     * is a dead letter. Who works on batches is done with each message in seconds, or hands on what is left.
     */
    @Test
    void everyFunction_whoseMessagesTakeLong_getsOneAtATime() {
        Map<String, JsonNode> functions = Templates.resources(DEPLOYED, "AWS::Lambda::Function");
        Map<String, JsonNode> aliases = Templates.resources(DEPLOYED, "AWS::Lambda::Alias");
        Map<String, Integer> batches = new TreeMap<>();
        for (JsonNode mapping : Synthesized.properties(DEPLOYED, "AWS::Lambda::EventSourceMapping")) {
            if (QUEUES.containsKey(Templates.target(mapping.path("EventSourceArn")))) {
                JsonNode alias = Templates.known(aliases, Templates.target(mapping.path("FunctionName")));
                JsonNode function = Templates.known(functions,
                        Templates.target(alias.at("/Properties/FunctionName")));
                batches.put(name(queue(mapping.path("EventSourceArn"))) + " "
                        + function.at("/Properties/Timeout").asInt() + " s", mapping.path("BatchSize").asInt());
            }
        }

        assertThat(batches).isEqualTo(Map.of("ivs-recording-main-indexing 30 s", 10,
                "ivs-recording-main-provisioning 60 s", 10, "ivs-recording-main-recovery 60 s", 10,
                "ivs-recording-main-deletion 120 s", 1, "ivs-recording-main-reconciling 300 s", 1,
                "ivs-recording-main-backfill 300 s", 1, "ivs-recording-main-salvage 900 s", 1));
    }
}
