package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.index.KeySchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

class StorageStackTest {
    private static final Template SHIPPED = Synthesized.asShipped().storage();

    @Test
    void everyResource_isRetained() {
        for (JsonNode resource : Synthesized.json(SHIPPED).path("Resources")) {
            assertThat(resource.path("DeletionPolicy").asText()).as(resource.toString()).isEqualTo("Retain");
            assertThat(resource.path("UpdateReplacePolicy").asText()).as(resource.toString()).isEqualTo("Retain");
        }
    }

    @Test
    void table_survivesMistakes() {
        SHIPPED.hasResourceProperties("AWS::DynamoDB::Table", Map.of(
                "BillingMode", "PAY_PER_REQUEST",
                "DeletionProtectionEnabled", true,
                "PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", true),
                "StreamSpecification", Map.of("StreamViewType", "NEW_AND_OLD_IMAGES"),
                "TimeToLiveSpecification", Map.of("AttributeName", KeySchema.EXPIRES, "Enabled", true)));
    }

    @Test
    void table_keys_areThoseOfTheCode() {
        JsonNode table = Synthesized.properties(SHIPPED, "AWS::DynamoDB::Table").getFirst();
        Map<String, Map<String, String>> indexes = new HashMap<>();
        table.path("GlobalSecondaryIndexes")
                .forEach(index -> indexes.put(index.path("IndexName").asText(), keys(index.path("KeySchema"))));
        Map<String, Map<String, String>> expected = new HashMap<>();
        for (KeySchema.SecondaryIndex index : KeySchema.SecondaryIndex.values()) {
            expected.put(index.indexName(), Map.of("HASH", index.partitionAttribute(), "RANGE", KeySchema.STARTED));
        }

        assertThat(keys(table.path("KeySchema")))
                .isEqualTo(Map.of("HASH", KeySchema.PARTITION, "RANGE", KeySchema.SORT));
        assertThat(indexes).isEqualTo(expected);
        assertThat(table.path("AttributeDefinitions"))
                .allSatisfy(attribute -> assertThat(attribute.path("AttributeType").asText()).isEqualTo("S"));
    }

    @Test
    void table_indexes_projectTheViewOrNothing() {
        JsonNode table = Synthesized.properties(SHIPPED, "AWS::DynamoDB::Table").getFirst();

        Map<String, JsonNode> projections = new HashMap<>();
        table.path("GlobalSecondaryIndexes")
                .forEach(index -> projections.put(index.path("IndexName").asText(), index.path("Projection")));

        for (KeySchema.SecondaryIndex index : KeySchema.SecondaryIndex.values()) {
            JsonNode projection = Objects.requireNonNull(projections.get(index.indexName()));
            assertThat(projection.path("ProjectionType").asText()).as(index.indexName())
                    .isEqualTo(index.projectsView() ? "INCLUDE" : "KEYS_ONLY");
            assertThat(projection.path("NonKeyAttributes")).extracting(JsonNode::asText)
                    .containsExactlyElementsOf(index.projectsView() ? List.of(KeySchema.VIEW) : List.of());
        }
    }

    @Test
    void everyBucket_isPrivateEncryptedAndItsOwners() {
        SHIPPED.resourceCountIs("AWS::S3::Bucket", 2);
        SHIPPED.allResourcesProperties("AWS::S3::Bucket", Match.objectLike(Map.of(
                "BucketEncryption", Map.of("ServerSideEncryptionConfiguration",
                        List.of(Map.of("ServerSideEncryptionByDefault", Map.of("SSEAlgorithm", "AES256")))),
                "OwnershipControls", Map.of("Rules", List.of(Map.of("ObjectOwnership", "BucketOwnerEnforced"))),
                "PublicAccessBlockConfiguration", Map.of("BlockPublicAcls", true, "BlockPublicPolicy", true,
                        "IgnorePublicAcls", true, "RestrictPublicBuckets", true))));
    }

    @Test
    void everyBucketPolicy_refusesPlainHttp() {
        SHIPPED.resourceCountIs("AWS::S3::BucketPolicy", 2);
        SHIPPED.allResourcesProperties("AWS::S3::BucketPolicy", Map.of("PolicyDocument", Map.of("Statement",
                Match.arrayWith(List.of(Match.objectLike(Map.of("Effect", "Deny", "Action", "s3:*",
                        "Principal", Map.of("AWS", "*"),
                        "Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")))))))));
    }

    @Test
    void recordingBucket_tellsEventBridge_andForgetsNothing() {
        JsonNode bucket = Synthesized.resource(SHIPPED, "AWS::S3::Bucket", "Recordings").path("Properties");

        assertThat(bucket.at("/NotificationConfiguration/EventBridgeConfiguration/EventBridgeEnabled").asBoolean())
                .isTrue();
        assertThat(bucket.at("/LifecycleConfiguration/Rules")).singleElement().satisfies(rule -> {
            assertThat(rule.has("AbortIncompleteMultipartUpload")).isTrue();
            assertThat(rule.properties()).extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder("Id", "Status", "AbortIncompleteMultipartUpload");
        });
    }

    @Test
    void recordingBucket_expiresWhatTheTeamSaysItMay() {
        JsonNode bucket = Synthesized.resource(Synthesized.with(Map.of(Settings.RECORDING_EXPIRY, "400")).storage(),
                "AWS::S3::Bucket", "Recordings").path("Properties");

        assertThat(bucket.at("/LifecycleConfiguration/Rules")).anySatisfy(
                rule -> assertThat(rule.path("ExpirationInDays").asInt()).isEqualTo(400));
    }

    @Test
    void recordingBucketPolicy_holdsTheGrantThatIvsWouldAdd() {
        Template deployed = Synthesized.with(Map.of(Settings.REGION, "eu-west-1")).storage();
        JsonNode policy = Synthesized.resource(deployed, "AWS::S3::BucketPolicy", "Recordings");
        JsonNode grant = statement(policy, "IvsRecordingWrite");

        assertThat(policy.at("/Properties/PolicyDocument/Statement")).hasSize(2);
        assertThat(grant.path("Effect").asText()).isEqualTo("Allow");
        assertThat(grant.at("/Principal/Service").asText()).isEqualTo("ivs-composite.eu-west-1.amazonaws.com");
        assertThat(grant.path("Action")).extracting(JsonNode::asText)
                .containsExactly("s3:PutObject", "s3:PutObjectAcl");
        assertThat(grant.path("Resource").toString()).contains("Recordings", "/*");
        assertThat(grant.at("/Condition/StringEquals/s3:x-amz-acl").asText()).isEqualTo("bucket-owner-full-control");
        assertThat(grant.at("/Condition/Bool/aws:SecureTransport").asText()).isEqualTo("true");
    }

    @Test
    void quarantineBucket_forgetsAfterThirtyDays() {
        JsonNode bucket = Synthesized.resource(SHIPPED, "AWS::S3::Bucket", "Quarantine").path("Properties");

        assertThat(bucket.at("/LifecycleConfiguration/Rules")).hasSize(1);
        assertThat(bucket.at("/LifecycleConfiguration/Rules/0/ExpirationInDays").asInt()).isEqualTo(30);
        assertThat(bucket.at("/LifecycleConfiguration/Rules/0/Status").asText()).isEqualTo("Enabled");
    }

    @Test
    void existingBucket_isLeftAlone_andItsOwnerToldWhatItNeeds() {
        Template deployed = Synthesized.withExistingBucket().storage();

        deployed.resourceCountIs("AWS::S3::Bucket", 1);
        deployed.resourceCountIs("AWS::S3::BucketPolicy", 1);
        assertThat(Synthesized.json(deployed).path("Outputs").properties()).anySatisfy(output -> {
            assertThat(output.getKey()).contains("IvsGrant");
            assertThat(output.getValue().path("Value").toString())
                    .contains("ivs-composite.us-west-2.amazonaws.com", "s3:PutObjectAcl", Samples.BUCKET);
        });
    }

    @Test
    void noFunction_isDeployedBesideOurs() {
        SHIPPED.resourceCountIs("AWS::Lambda::Function", 0);
        SHIPPED.resourceCountIs("AWS::IAM::Role", 0);
    }

    private static JsonNode statement(JsonNode policy, String sid) {
        return Objects.requireNonNull(StreamSupport.stream(
                policy.at("/Properties/PolicyDocument/Statement").spliterator(), false)
                .filter(statement -> statement.path("Sid").asText().equals(sid)).findFirst().orElse(null));
    }

    private static Map<String, String> keys(JsonNode keySchema) {
        Map<String, String> keys = new HashMap<>();
        keySchema.forEach(key -> keys.put(key.path("KeyType").asText(), key.path("AttributeName").asText()));
        return keys;
    }
}
