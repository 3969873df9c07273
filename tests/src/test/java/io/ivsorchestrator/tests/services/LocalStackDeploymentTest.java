package io.ivsorchestrator.tests.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.infra.OrchestratorApp;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.tests.Docs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The templates that {@code cdk synth} writes, deployed by CloudFormation, and an event sent through what came of them. */
@EnabledIf(value = "io.ivsorchestrator.tests.services.LocalStack#isPossible", disabledReason = "no container engine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalStackDeploymentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEMPLATES = "templates-of-this-test";
    private static final Set<String> QUEUES_AND_RULES = Set.of("AWS::SQS::Queue", "AWS::Events::Rule");
    private static final String PREFIX = "ivs-recording-main-";

    @TempDir
    private static Path output;

    private static LocalStackServices services;
    private static CloudFormationClient stacks;

    @BeforeAll
    static void deploy() throws IOException {
        Path jar = jar();
        services = new LocalStackServices();
        stacks = LocalStack.client(CloudFormationClient.builder());
        OrchestratorApp.synthesize(context(jar), Docs.root(), output);
        createBucket(TEMPLATES);
        createBucket(assets());
        services.s3().createBucket(request -> request.bucket(Samples.BUCKET)
                .createBucketConfiguration(where -> where.locationConstraint(LocalClients.REGION.id())));
        uploadAssets(jar);
        deploy(PREFIX + "storage");
    }

    @AfterAll
    static void close() {
        if (services != null) {
            services.close();
            stacks.close();
        }
    }

    /** Values as in our cdk.json, and an existing bucket: its name is known to the events of the samples. */
    private static Map<String, Object> context(Path jar) throws IOException {
        Map<String, Object> context = JSON.convertValue(
                JSON.readTree(Docs.root().resolve("cdk.json").toFile()).path("context"),
                JSON.getTypeFactory().constructMapType(java.util.HashMap.class, String.class, Object.class));
        context.put("ivs:account", services.account());
        context.put("ivs:region", LocalClients.REGION.id());
        context.put("ivs:recordingBuckets", List.of(Samples.BUCKET));
        context.put("ivs:functionJar", jar.toString());
        return context;
    }

    private static Path jar() throws IOException {
        Path target = Docs.root().resolve("functions/target");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "*-deployable.jar")) {
            for (Path jar : jars) {
                return jar.toAbsolutePath();
            }
        }
        return Assumptions.abort("the functions are not packaged: ./mvnw -DskipTests package");
    }

    private static String assets() {
        return "cdk-hnb659fds-assets-" + services.account() + "-" + LocalClients.REGION.id();
    }

    private static void createBucket(String name) {
        services.s3().createBucket(request -> request.bucket(name)
                .createBucketConfiguration(where -> where.locationConstraint(LocalClients.REGION.id())));
    }

    /** As {@code cdk deploy} does: the assets' manifest says what goes where. */
    private static void uploadAssets(Path jar) throws IOException {
        JsonNode manifest = JSON.readTree(output.resolve(PREFIX + "pipelines.assets.json").toFile());
        for (JsonNode file : manifest.path("files")) {
            if (file.at("/source/packaging").asText().equals("file")
                    && !file.at("/source/path").asText().endsWith(".template.json")) {
                for (JsonNode destination : file.path("destinations")) {
                    services.s3().putObject(request -> request.bucket(assets())
                            .key(destination.path("objectKey").asText()), RequestBody.fromFile(jar));
                }
            }
        }
    }

    private static void deploy(String stack) throws IOException {
        deploy(stack, template(stack));
    }

    private static ObjectNode template(String stack) throws IOException {
        ObjectNode template = (ObjectNode) JSON.readTree(output.resolve(stack + ".template.json").toFile());
        // They ask whether the account is bootstrapped, which is cdk's own business.
        template.remove("Rules");
        template.remove("Parameters");
        return template;
    }

    /** Queues and rules, with what they refer to and nothing else: what images can deploy that know neither aliases nor tagged keys. */
    private static ObjectNode queuesAndRules(ObjectNode template) {
        ObjectNode resources = (ObjectNode) template.path("Resources");
        List.copyOf(resources.properties()).stream()
                .filter(resource -> !QUEUES_AND_RULES.contains(resource.getValue().path("Type").asText()))
                .forEach(other -> resources.remove(other.getKey()));
        List.copyOf(resources.properties()).stream()
                .filter(resource -> !resources.properties().stream().map(Map.Entry::getKey).toList()
                        .containsAll(references(resource.getValue().path("Properties"))))
                .forEach(dangling -> resources.remove(dangling.getKey()));
        resources.forEach(resource -> ((ObjectNode) resource).remove("DependsOn"));
        template.remove("Outputs");
        return template;
    }

    /** Logical ids of resources of the same template. */
    private static List<String> references(JsonNode properties) {
        return Stream.concat(properties.findValuesAsText("Ref").stream().filter(id -> !id.startsWith("AWS::")),
                properties.findValues("Fn::GetAtt").stream().map(attribute -> attribute.path(0).asText())).toList();
    }

    private static void deploy(String stack, ObjectNode template) {
        services.s3().putObject(request -> request.bucket(TEMPLATES).key(stack),
                RequestBody.fromString(template.toString()));
        stacks.createStack(request -> request.stackName(stack).capabilities(Capability.CAPABILITY_NAMED_IAM)
                .templateURL("http://localhost:4566/" + TEMPLATES + "/" + stack));
        stacks.waiter().waitUntilStackCreateComplete(request -> request.stackName(stack));
    }

    private static Map<String, String> outputs(String part) {
        Stack stack = stacks.describeStacks(request -> request.stackName(PREFIX + part)).stacks().getFirst();
        return stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }

    @Test
    @Order(1)
    void table_isAsTheCodeWantsIt() {
        TableDescription table = services.dynamoDb().describeTable(request -> request.tableName(
                outputs("storage").get("IndexTableName"))).table();

        assertThat(table.keySchema()).extracting(KeySchemaElement::attributeName)
                .containsExactly(KeySchema.PARTITION, KeySchema.SORT);
        assertThat(table.globalSecondaryIndexes()).extracting(index -> index.indexName())
                .containsExactlyInAnyOrderElementsOf(Stream.of(KeySchema.SecondaryIndex.values())
                        .map(KeySchema.SecondaryIndex::indexName).toList());
        assertThat(table.streamSpecification().streamEnabled()).isTrue();
    }

    @Test
    @Order(2)
    void everyQueue_isThere_withItsDeadLetters() throws IOException {
        try {
            deploy(PREFIX + "pipelines");
        } catch (CloudFormationException refused) {
            // Of LocalStack it is a failure; another image may know fewer types of resources.
            if (System.getenv(LocalStack.IMAGE_VARIABLE) == null) {
                throw refused;
            }
            System.out.println("another image than ours cannot deploy the pipelines, only their queues and rules: "
                    + refused.statusCode());
            deploy(PREFIX + "queues-and-rules", queuesAndRules(template(PREFIX + "pipelines")));
        }
        List<String> queues = services.sqs().listQueuesPaginator(request -> request.queueNamePrefix(PREFIX)).queueUrls()
                .stream().toList();

        assertThat(queues).isNotEmpty().allSatisfy(queue -> {
            String redrive = services.sqs().getQueueAttributes(request -> request.queueUrl(queue)
                    .attributeNames(QueueAttributeName.REDRIVE_POLICY)).attributes()
                    .getOrDefault(QueueAttributeName.REDRIVE_POLICY, "");
            if (!queue.endsWith("-dead-letters") && !queue.endsWith("-undelivered")) {
                assertThat(redrive).contains(queue.substring(queue.lastIndexOf('/') + 1) + "-dead-letters");
            }
        });
    }

    /** Where functions run, the recording is in the index; where they do not, the event is still in the queue. */
    @Test
    @Order(3)
    void event_arrives() {
        Assumptions.assumeTrue(stacks.describeStacks().stacks().stream()
                .anyMatch(stack -> stack.stackName().equals(PREFIX + "pipelines")
                        && stack.stackStatus() == StackStatus.CREATE_COMPLETE),
                "the pipelines are not deployed, or not whole");
        services.put(Samples.json("channel-recording/recording-start"));
        services.put(Samples.json("limit-breach/concurrent-viewers"));
        String queue = services.sqs().getQueueUrl(request -> request.queueName(PREFIX + "indexing")).queueUrl();
        String table = Objects.requireNonNull(outputs("storage").get("IndexTableName"));

        for (int second = 0; second < 90; second++) {
            if (!services.dynamoDb().scan(request -> request.tableName(table)).items().isEmpty()) {
                return;
            }
            List<software.amazon.awssdk.services.sqs.model.Message> waiting = services.sqs()
                    .receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(1).visibilityTimeout(0)
                            .maxNumberOfMessages(10))
                    .messages();
            if (second > 30 && !waiting.isEmpty()) {
                assertThat(waiting).singleElement()
                        .satisfies(event -> assertThat(event.body()).contains("Recording Start"));
                return;
            }
        }
        throw new AssertionError("the event is neither in the index nor in the queue");
    }
}
