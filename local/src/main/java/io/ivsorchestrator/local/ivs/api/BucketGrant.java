package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The statement of a bucket policy by which IVS may write recordings of stages and compositions.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/RealTimeUserGuide/rt-composite-recording.html">Composite
 * Recording</a>
 */
record BucketGrant(String bucket, String region) {
    private static final String STATEMENT = "Statement";

    /**
     * The policy with this statement after those that are there.
     *
     * @param policy as JSON text; empty = there is none
     * @param suffix gives the varying end of the statement's Sid
     * @return empty if the policy has such a statement already
     */
    Optional<String> addedTo(Optional<String> policy, Supplier<String> suffix) {
        ObjectNode document = policy.map(BucketGrant::parsed)
                .orElseGet(() -> Json.object().put("Version", "2012-10-17"));
        ArrayNode statements = statements(document);
        for (JsonNode statement : statements) {
            if (statement.path("Principal").equals(principal()) && statement.path("Effect").asText().equals("Allow")) {
                return Optional.empty();
            }
        }
        statements.add(statement(suffix.get()));
        return Optional.of(document.toString());
    }

    private ObjectNode statement(String suffix) {
        ObjectNode statement = Json.object().put("Sid", "CompositeWrite-" + suffix).put("Effect", "Allow");
        statement.set("Principal", principal());
        statement.putArray("Action").add("s3:PutObject").add("s3:PutObjectAcl");
        statement.put("Resource", "arn:aws:s3:::" + bucket + "/*");
        ObjectNode condition = statement.putObject("Condition");
        condition.putObject("StringEquals").put("s3:x-amz-acl", "bucket-owner-full-control");
        condition.putObject("Bool").put("aws:SecureTransport", "true");
        return statement;
    }

    private ObjectNode principal() {
        return Json.object().put("Service", "ivs-composite." + region + ".amazonaws.com");
    }

    /** A policy may hold a single statement without a list. */
    private static ArrayNode statements(ObjectNode document) {
        JsonNode present = document.path(STATEMENT);
        if (present instanceof ArrayNode list) {
            return list;
        }
        ArrayNode list = document.putArray(STATEMENT);
        if (present.isObject()) {
            list.add(present);
        }
        return list;
    }

    private static ObjectNode parsed(String policy) {
        try {
            if (Json.parse(policy) instanceof ObjectNode document) {
                return document;
            }
        } catch (JsonProcessingException broken) {
            throw Refusal.conflict("The bucket policy is not readable: " + broken.getOriginalMessage());
        }
        throw Refusal.conflict("The bucket policy is not a JSON object");
    }
}
