package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.index.KeySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What each function may do, to the letter: who needs more says so here, and is asked why. */
class PermissionsTest {
    private static final String OBJECTS = "arn:aws:s3:::" + Samples.BUCKET;
    private static final Synthesized DEPLOYED = Synthesized.withExistingBucket();

    /** Of every function. */
    private static final List<String> LOGS_AND_TRACES = List.of("logs:CreateLogStream", "logs:PutLogEvents",
            "xray:PutTelemetryRecords", "xray:PutTraceSegments");
    /** Of every function behind a queue. */
    private static final List<String> QUEUE = List.of("sqs:ChangeMessageVisibility", "sqs:DeleteMessage",
            "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage");

    private static final Map<String, List<String>> ACTIONS = new TreeMap<>(Map.of(
            "indexing", actions(QUEUE, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "s3:GetObject",
                    "s3:ListBucket", "s3:PutObject"),
            "query", actions(List.of(), "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem",
                    "dynamodb:Query", "s3:GetObject", "s3:ListBucket", "sqs:SendMessage"),
            "deletion", actions(QUEUE, "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem",
                    "dynamodb:Query", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions",
                    "sqs:SendMessage")));

    /** Actions that know no resources, or none that can be named in advance; docs/security.md gives the reasons. */
    private static final Set<String> ON_ANYTHING = Set.of("xray:PutTelemetryRecords", "xray:PutTraceSegments");

    private static List<String> actions(List<String> shared, String... own) {
        List<String> all = new ArrayList<>(LOGS_AND_TRACES);
        all.addAll(shared);
        all.addAll(List.of(own));
        return all.stream().sorted().toList();
    }

    @Test
    void everyFunction_mayDoExactlyThis() {
        Map<String, List<String>> found = new TreeMap<>();
        DEPLOYED.withFunctions().forEach(template -> Templates.functions(template).forEach((service,
                function) -> found.put(service, List.copyOf(Templates.allowed(template, function).keySet()))));

        assertThat(found).isEqualTo(ACTIONS);
    }

    @Test
    void everyResource_isNamed_whereAwsLetsIt() {
        DEPLOYED.withFunctions().forEach(template -> Templates.functions(template).forEach(
                (service, function) -> Templates.allowed(template, function).forEach((action, resources) -> {
                    if (ON_ANYTHING.contains(action)) {
                        assertThat(resources).as(service + " " + action).containsExactly("*");
                    } else {
                        assertThat(resources).as(service + " " + action).doesNotContain("*");
                    }
                })));
    }

    @Test
    void indexing_readsMetadataAndNoMedia() {
        Map<String, List<String>> allowed = Templates.allowed(DEPLOYED.pipelines(),
                Templates.function(DEPLOYED.pipelines(), "indexing"));

        assertThat(allowed.get("s3:GetObject")).containsExactly(OBJECTS + "/*/events/recording-*.json");
        assertThat(allowed.get("s3:ListBucket")).containsExactly(OBJECTS);
        assertThat(allowed.get("s3:PutObject")).singleElement().asString().contains("Quarantine")
                .contains("/quarantine/*");
        assertThat(allowed.get("dynamodb:Query")).hasSize(1 + KeySchema.SecondaryIndex.values().length);
    }

    @Test
    void onlyDeletion_canDeleteObjects() {
        DEPLOYED.withFunctions().forEach(template -> Templates.functions(template).forEach((service, function) -> {
            if (!service.equals("deletion")) {
                assertThat(Templates.allowed(template, function).keySet()).as(service)
                        .noneMatch(action -> action.startsWith("s3:Delete"));
            }
        }));
    }

    @Test
    void permission_withoutNames_needsAReason() {
        assertThatIllegalArgumentException().isThrownBy(() -> Permission.to("ivs:ListChannels", List.of("*")))
                .withMessageContaining("write down why");
        assertThatIllegalArgumentException().isThrownBy(() -> Permission.to("ivs:ListChannels", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Permission.to("ivs:*", List.of("arn:aws:ivs:::x")))
                .withMessageContaining("name the actions");
        assertThat(Permission.onAnything(List.of("ivs:ListChannels"), "lists know no resource").unnamed()).isPresent();
    }

}
