package io.ivsorchestrator.ivs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A bucket policy as text. Adding the statement that IVS Real-Time needs leaves every other character as it is, so that no
 * statement of somebody else can change its meaning by being written anew.
 *
 * @param text JSON
 */
public record BucketPolicy(String text) {
    /** "Bucket policies are limited to 20 KB in size" (Amazon S3 User Guide). */
    public static final int MAX_BYTES = 20 * 1024;

    /** Of the statement that {@link #granting} adds; what the deployment itself writes is named so, too. */
    public static final String SID = "IvsRecordingWrite";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String STATEMENT = "Statement";

    /** @throws JsonException if the text is no JSON object */
    public BucketPolicy {
        JsonObject.parse(text);
    }

    /** A bucket without any. */
    public static BucketPolicy empty() {
        return new BucketPolicy("{\"Version\":\"2012-10-17\",\"Statement\":[]}");
    }

    /** The principal that writes participant and composite recordings of a region. */
    public static String writer(String region) {
        return "ivs-composite." + region + ".amazonaws.com";
    }

    /** Whether a statement lets IVS write objects and their ACL anywhere in the bucket. Other statements may deny it. */
    public boolean grants(String bucket, String region) {
        return statements().stream().anyMatch(statement -> grants(statement, bucket, region));
    }

    private static boolean grants(JsonObject statement, String bucket, String region) {
        boolean allowed = values(statement, "Effect").contains("Allow");
        boolean forIvs = principals(statement).contains(writer(region));
        Set<String> actions = values(statement, "Action").stream().map(action -> action.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        boolean everything = actions.contains("s3:*") || actions.contains("s3:put*") || actions.contains("*");
        boolean writes = everything || actions.containsAll(Set.of("s3:putobject", "s3:putobjectacl"));
        boolean everywhere = values(statement, "Resource").stream()
                .anyMatch(resource -> resource.equals("*") || resource.endsWith(":::" + bucket + "/*"));
        return allowed && forIvs && writes && everywhere;
    }

    private static Set<String> principals(JsonObject statement) {
        try {
            return statement.object("Principal").map(principal -> values(principal, "Service")).orElse(Set.of());
        } catch (JsonException text) {
            return Set.of();
        }
    }

    /** A text, or the texts of a list. */
    private static Set<String> values(JsonObject json, String name) {
        try {
            return json.string(name).map(Set::of).orElse(Set.of());
        } catch (JsonException list) {
            return Set.copyOf(json.strings(name));
        }
    }

    private List<JsonObject> statements() {
        JsonObject policy = JsonObject.parse(text);
        try {
            return policy.objects(STATEMENT);
        } catch (JsonException single) {
            return policy.object(STATEMENT).stream().toList();
        }
    }

    /** The statements that deny something to everybody, by their {@code Sid} or number: one of them may concern IVS. */
    public List<String> denials() {
        List<JsonObject> statements = statements();
        return statements.stream().filter(statement -> values(statement, "Effect").contains("Deny"))
                .map(statement -> statement.string("Sid").orElse("number " + (statements.indexOf(statement) + 1)))
                .toList();
    }

    /** Whether every statement of the other is here, too, whatever its form. */
    public boolean keeps(BucketPolicy other) {
        List<JsonObject> kept = statements();
        return other.statements().stream().allMatch(statement -> kept.contains(statement)
                || statement.string("Sid").filter(sid -> kept.stream()
                        .anyMatch(it -> it.string("Sid").equals(Optional.of(sid)))).isPresent());
    }

    /**
     * With the statement that IVS adds itself when a storage configuration is created (IVS Real-Time User Guide, "Composite
     * Recording").
     *
     * @throws JsonException if the policy has no place for statements
     */
    public BucketPolicy granting(String bucket, String region, String partition) {
        Place place = place();
        String statement = statement(sid(), bucket, region, partition);
        return new BucketPolicy(switch (place.kind) {
            case EMPTY_LIST -> text.substring(0, place.end) + statement + text.substring(place.end);
            case LIST -> text.substring(0, place.end) + "," + statement + text.substring(place.end);
            case SINGLE -> text.substring(0, place.start) + "[" + text.substring(place.start, place.end) + ","
                    + statement + "]" + text.substring(place.end);
        });
    }

    /** The statement that IVS needs, as JSON on one line. */
    public static String statement(String bucket, String region, String partition) {
        return statement(SID, bucket, region, partition);
    }

    private static String statement(String sid, String bucket, String region, String partition) {
        return """
                {"Sid":"%s","Effect":"Allow","Principal":{"Service":"%s"},"Action":["s3:PutObject","s3:PutObjectAcl"],\
                "Resource":"arn:%s:s3:::%s/*","Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"},\
                "Bool":{"aws:SecureTransport":"true"}}}""".formatted(sid, writer(region), partition, bucket);
    }

    /** One that is not taken: two statements of a policy may not have the same. */
    private String sid() {
        Set<String> taken = statements().stream().flatMap(statement -> statement.string("Sid").stream())
                .collect(Collectors.toCollection(TreeSet::new));
        String sid = SID;
        for (int number = 2; taken.contains(sid); number++) {
            sid = SID + number;
        }
        return sid;
    }

    /** The size that S3 counts: of the text in UTF-8. */
    public int bytes() {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private enum PlaceKind {
        EMPTY_LIST, LIST, SINGLE
    }

    /** Where in the text the statements are; of a list {@code end} is its closing bracket. */
    private record Place(PlaceKind kind, int start, int end) {}

    private Place place() {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                int start = offset(parser);
                boolean statements = name.equals(STATEMENT);
                if (statements && value == JsonToken.START_ARRAY) {
                    boolean empty = parser.nextToken() == JsonToken.END_ARRAY;
                    while (parser.currentToken() != JsonToken.END_ARRAY) {
                        parser.skipChildren();
                        parser.nextToken();
                    }
                    return new Place(empty ? PlaceKind.EMPTY_LIST : PlaceKind.LIST, start, offset(parser));
                }
                parser.skipChildren();
                if (statements && value == JsonToken.START_OBJECT) {
                    return new Place(PlaceKind.SINGLE, start, offset(parser) + 1);
                }
            }
        } catch (IOException broken) {
            throw new JsonException("$", "is no bucket policy: " + broken.getMessage());
        }
        throw new JsonException("$." + STATEMENT, "is missing, as it is in no bucket policy");
    }

    private static int offset(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    }
}
