package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.salvaging.SalvageHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Template;

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

    private static final List<String> TABLE = List.of("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query");
    private static final List<String> TELLING = List.of("kms:Decrypt", "kms:GenerateDataKey", "sns:Publish");
    /** What IVS does in the name of whoever makes configurations. */
    private static final List<String> ON_BEHALF = List.of("iam:AttachRolePolicy", "iam:CreateServiceLinkedRole",
            "iam:PutRolePolicy", "s3:GetBucketLocation", "s3:GetBucketPolicy", "s3:PutBucketPolicy");

    private static final Map<String, List<String>> ACTIONS = new TreeMap<>(Map.of(
            "indexing", actions(List.of(QUEUE, TABLE), "s3:GetObject", "s3:ListBucket", "s3:PutObject"),
            "publishing", actions(List.of(TABLE), "dynamodb:DescribeStream", "dynamodb:GetRecords",
                    "dynamodb:GetShardIterator", "dynamodb:ListStreams", "events:PutEvents", "sqs:GetQueueAttributes",
                    "sqs:GetQueueUrl", "sqs:SendMessage"),
            "recovery", actions(List.of(QUEUE, TABLE, TELLING), "ivs:GetChannel", "ivs:GetRecordingConfiguration",
                    "ivs:GetStage", "ivs:GetStorageConfiguration", "s3:GetBucketLocation",
                    "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy", "s3:GetEncryptionConfiguration",
                    "sqs:SendMessage"),
            "salvage", actions(List.of(QUEUE, TABLE), "s3:GetObject", "s3:ListBucket"),
            "provisioning", actions(List.of(QUEUE, TABLE, TELLING, ON_BEHALF), "ivs:BatchGetChannel",
                    "ivs:CreateRecordingConfiguration", "ivs:CreateStorageConfiguration",
                    "ivs:DeleteRecordingConfiguration", "ivs:DeleteStorageConfiguration",
                    "ivs:GetRecordingConfiguration", "ivs:GetStage", "ivs:ListChannels",
                    "ivs:ListRecordingConfigurations", "ivs:ListStages", "ivs:ListStorageConfigurations",
                    "ivs:TagResource", "ivs:UpdateChannel", "ivs:UpdateStage", "sqs:SendMessage", "ssm:GetParameter"),
            "reconciling", actions(List.of(QUEUE, TABLE), "ivs:GetComposition", "ivs:GetParticipant",
                    "ivs:GetStorageConfiguration", "ivs:GetStreamSession", "ivs:ListChannels", "ivs:ListCompositions",
                    "ivs:ListParticipants", "ivs:ListStageSessions", "ivs:ListStages", "ivs:ListStreamSessions",
                    "s3:GetObject", "s3:ListBucket", "sqs:SendMessage"),
            "backfill", actions(List.of(QUEUE, TABLE), "s3:GetObject", "s3:ListBucket", "sqs:SendMessage"),
            "query", actions(List.of(TABLE), "s3:GetObject", "s3:ListBucket", "sqs:SendMessage"),
            "deletion", actions(List.of(QUEUE, TABLE), "s3:AbortMultipartUpload", "s3:DeleteObject",
                    "s3:DeleteObjectVersion", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions",
                    "sqs:SendMessage")));

    /** Actions that know no resources, or none that can be named in advance; their reasons are in the template. */
    private static final Set<String> ON_ANYTHING = Set.of("dynamodb:ListStreams", "xray:PutTelemetryRecords",
            "xray:PutTraceSegments");
    private static final Pattern IVS_ON_ANYTHING = Pattern.compile("ivs:(BatchGet|Create|Get|List|Start)[A-Za-z]+");

    private static final Pattern CODE = Pattern.compile("\\{@code\\s+([^}]+)\\}");
    private static final Pattern ACTION = Pattern.compile("([a-z0-9]+:)?([A-Z][A-Za-z]+)?");

    private static List<String> actions(List<List<String>> shared, String... own) {
        List<String> all = new ArrayList<>(LOGS_AND_TRACES);
        shared.forEach(all::addAll);
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

    /** What a handler's Javadoc says that it needs, in its widest mode. */
    @Test
    void everyFunction_mayDoWhatItsHandlerSaysThatItNeeds_andNothingElse() throws IOException {
        Synthesized widest = Synthesized.with(Map.of(Settings.ACCOUNT, Samples.ACCOUNT, Settings.REGION,
                Synthesized.REGION, Settings.RECOVERY, "repair,compose,restart-stream"));
        Map<String, Set<String>> deployed = new TreeMap<>();
        Map<String, Set<String>> said = new TreeMap<>();
        for (Template template : widest.withFunctions().toList()) {
            for (Map.Entry<String, JsonNode> function : Templates.functions(template).entrySet()) {
                Set<String> actions = new TreeSet<>(Templates.allowed(template, function.getValue()).keySet());
                actions.removeAll(LOGS_AND_TRACES);
                actions.removeAll(QUEUE);
                // Of whoever publishes to an encrypted topic.
                actions.removeAll(List.of("kms:Decrypt", "kms:GenerateDataKey"));
                deployed.put(function.getKey(), actions);
                said.put(function.getKey(), said(function.getValue().path("Handler").asText()));
            }
        }
        // Lambda itself writes there what the change stream's mapping gives up on.
        Templates.known(deployed, "publishing").remove("sqs:SendMessage");

        assertThat(said).isEqualTo(deployed);
    }

    /** An action may leave out its service where that is the one before it. */
    private static Set<String> said(String handler) throws IOException {
        String source = Files.readString(Path.of("..", "functions", "src", "main", "java")
                .resolve(handler.replace('.', '/') + ".java"));
        String javadoc = source.substring(0, source.indexOf("public final class")).replaceAll("\n \\*", " ");
        int needs = javadoc.indexOf("<p>Needs");
        assertThat(needs).as("the Javadoc of " + handler + " says what it needs").isPositive();
        Set<String> actions = new TreeSet<>();
        String service = "";
        for (Matcher code = CODE.matcher(javadoc.substring(needs)); code.find();) {
            Matcher action = ACTION.matcher(code.group(1).strip());
            if (action.matches()) {
                service = action.group(1) == null ? service : action.group(1);
                if (action.group(2) != null) {
                    actions.add(service + action.group(2));
                }
            }
        }
        return actions;
    }

    @Test
    void everyResource_isNamed_whereAwsLetsIt() {
        DEPLOYED.withFunctions().forEach(template -> Templates.functions(template).forEach(
                (service, function) -> Templates.allowed(template, function).forEach((action, resources) -> {
                    if (ON_ANYTHING.contains(action) || IVS_ON_ANYTHING.matcher(action).matches()) {
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
    void salvage_writesToTheBucketThatTheDeploymentMade_andToOthersOnlyIfToldTo() {
        Template both = Synthesized.with(Map.of(Settings.ACCOUNT, Samples.ACCOUNT, Settings.REGION,
                Synthesized.REGION, Settings.RECORDING_BUCKETS, "create," + Samples.BUCKET)).pipelines();
        Template told = Synthesized.with(Map.of(Settings.ACCOUNT, Samples.ACCOUNT, Settings.REGION,
                Synthesized.REGION, Settings.RECORDING_BUCKETS, Samples.BUCKET, Settings.SALVAGE_EXISTING, "true"))
                .pipelines();

        assertThat(Templates.allowed(both, Templates.function(both, "salvage")).get("s3:PutObject")).singleElement()
                .asString().contains("Recordings").contains("/*/salvage/*");
        assertThat(Templates.allowed(told, Templates.function(told, "salvage")).get("s3:PutObject"))
                .containsExactly(OBJECTS + "/*/salvage/*");
        assertThat(Templates.function(told, "salvage").at("/Environment/Variables/SALVAGE_BUCKETS").asText())
                .isEqualTo(Samples.BUCKET);
        assertThat(Templates.function(DEPLOYED.pipelines(), "salvage").at("/Environment/Variables/SALVAGE_BUCKETS")
                .asText()).isEqualTo(SalvageHandler.NO_BUCKET);
    }

    /** What may happen to somebody else's bucket, and that whoever names one reads of it. */
    @Test
    void existingBuckets_areChangedByDeletionsAndTheGrantOnly_andTheSettingSaysSo() throws IOException {
        Set<String> changing = new TreeSet<>();
        DEPLOYED.withFunctions().forEach(template -> Templates.functions(template).forEach((service,
                function) -> Templates.allowed(template, function).forEach((action, resources) -> {
                    if (action.matches("s3:(?!Get|List).*")
                            && resources.stream().anyMatch(it -> it.startsWith(OBJECTS))) {
                        changing.add(service + " " + action);
                    }
                })));
        String setting = Files.readAllLines(Path.of("..", "docs", "settings.md")).stream()
                .filter(line -> line.startsWith("| `" + Settings.RECORDING_BUCKETS + "`")).findFirst().orElseThrow();

        assertThat(changing).containsExactly("deletion s3:AbortMultipartUpload", "deletion s3:DeleteObject",
                "deletion s3:DeleteObjectVersion", "provisioning s3:PutBucketPolicy");
        assertThat(setting).doesNotContain("never changed").contains("`DELETE /recordings/{id}`",
                "`" + Settings.RETENTION + "` remove", "policy", "`" + Settings.SALVAGE_EXISTING + "`");
        assertThat(Files.readString(Path.of("..", "docs", "deploy.md"))).contains("### A bucket of yours",
                "`" + Settings.RETENTION + "`", "`" + Settings.SALVAGE_EXISTING + "`");
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
    void indexing_reconcilingAndBackfill_changeNothingInIvs() {
        Stream.of("indexing", "backfill", "reconciling", "query", "deletion", "salvage").forEach(service -> assertThat(
                ACTIONS.get(service)).noneMatch(action -> action.matches("ivs:(?!Get|List|BatchGet).*")));
    }

    @Test
    void provisioning_deletesOnlyWhatTheDeploymentMade() {
        assertThat(Synthesized.properties(DEPLOYED.pipelines(), "AWS::IAM::Policy")).flatMap(
                policy -> policy.at("/PolicyDocument/Statement").valueStream().toList())
                .filteredOn(statement -> Templates.texts(statement.path("Action")).stream()
                        .anyMatch(action -> action.startsWith("ivs:Delete")))
                .isNotEmpty()
                .allSatisfy(statement -> assertThat(
                        statement.at("/Condition/StringEquals/aws:ResourceTag~1ivs-recording:deployment").asText())
                        .isEqualTo("main"));
    }

    @Test
    void provisioning_thatObserves_canChangeNothing() {
        Template observing = Synthesized.with(Map.of(Settings.ACCOUNT, Samples.ACCOUNT, Settings.REGION,
                Synthesized.REGION, Settings.PROVISIONING, "observe")).pipelines();
        JsonNode function = Templates.function(observing, "provisioning");

        assertThat(function.at("/Environment/Variables/PROVISIONING_MODE").asText()).isEqualTo("observe");
        assertThat(Templates.allowed(observing, function).keySet())
                .containsExactlyElementsOf(actions(List.of(QUEUE, TABLE, TELLING), "ivs:BatchGetChannel",
                        "ivs:GetRecordingConfiguration", "ivs:GetStage", "ivs:ListChannels",
                        "ivs:ListRecordingConfigurations", "ivs:ListStages", "ivs:ListStorageConfigurations",
                        "sqs:SendMessage", "ssm:GetParameter"));
    }

    @Test
    void recovery_mayDoMore_onlyInTheModesThatSaySo() {
        Template repairing = Synthesized.with(Map.of(Settings.ACCOUNT, Samples.ACCOUNT, Settings.REGION,
                Synthesized.REGION, Settings.RECOVERY, "repair,compose,restart-stream")).pipelines();
        Set<String> more = new TreeSet<>(Templates.allowed(repairing, Templates.function(repairing, "recovery"))
                .keySet());
        more.removeAll(Set.copyOf(ACTIONS.getOrDefault("recovery", List.of())));

        assertThat(more).containsExactly("iam:AttachRolePolicy", "iam:CreateServiceLinkedRole", "iam:PutRolePolicy",
                "ivs:CreateEncoderConfiguration", "ivs:CreateRecordingConfiguration", "ivs:CreateStorageConfiguration",
                "ivs:DeleteRecordingConfiguration", "ivs:GetStream", "ivs:GetStreamSession", "ivs:ListChannels",
                "ivs:ListCompositions", "ivs:ListEncoderConfigurations", "ivs:ListParticipants",
                "ivs:ListRecordingConfigurations", "ivs:ListStorageConfigurations", "ivs:StartComposition",
                "ivs:StopStream", "ivs:TagResource", "ivs:UpdateChannel", "ivs:UpdateStage", "s3:PutBucketPolicy");
    }

    /** Both make things that carry a tag of ours: configurations, and stand-ins. */
    @Test
    void recovery_mayTagWhatItsModeCreates_andNothingElse() {
        assertThat(recoveryTags("repair")).containsExactlyInAnyOrder("recording-configuration/*",
                "storage-configuration/*");
        assertThat(recoveryTags("compose")).containsExactly("composition/*");
        assertThat(recoveryTags("restart-stream")).isEmpty();
    }

    private static List<String> recoveryTags(String mode) {
        Template template = Synthesized.with(Map.of(Settings.ACCOUNT, Samples.ACCOUNT, Settings.REGION,
                Synthesized.REGION, Settings.RECOVERY, mode)).pipelines();
        return Templates.allowed(template, Templates.function(template, "recovery"))
                .getOrDefault("ivs:TagResource", List.of()).stream()
                .map(arn -> arn.substring(arn.lastIndexOf(":") + 1)).toList();
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
