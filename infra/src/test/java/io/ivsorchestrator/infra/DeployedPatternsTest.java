package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.events.Samples;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.assertions.Template;
import software.amazon.event.ruler.RuleCompiler;
import software.amazon.event.ruler.Ruler;

/** The patterns that the template would deploy, tried by AWS's own matcher on every sample event. */
class DeployedPatternsTest {
    private static final Template DEPLOYED = Synthesized.withExistingBucket().pipelines();

    private static final Set<String> IVS_KINDS = Set.of("channel-recording", "participant-recording", "composition",
            "stage-update", "stream");
    /** IVS lists it without a schema; it is indexed as far as it goes. */
    private static final String UNDOCUMENTED = "unrecognized/publisher-recording-state-change";

    private static final Set<String> LIVE_CHANGES = Set.of("stream/stream-start", "stream/stream-end",
            "stage-update/participant-published", "stage-update/participant-published-replica",
            "stage-update/participant-unpublished", "stage-update/participant-unpublished-replica");

    static List<String> samples() {
        return Samples.names();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySample_isRoutedByKind(String name) throws Exception {
        String kind = name.substring(0, name.indexOf('/'));

        assertThat(matches("IndexingIvsEvents", name))
                .isEqualTo(IVS_KINDS.contains(kind) || name.equals(UNDOCUMENTED));
        assertThat(matches("IndexingRecordingObjects", name)).isEqualTo(kind.equals("s3-object"));
    }

    /** Everything else that is deployed; what it is for, EventPatternsTest tries on events made for it. */
    @ParameterizedTest
    @MethodSource("samples")
    void everySample_startsTheOtherFunctions_onlyIfItIsForThem(String name) throws Exception {
        assertThat(matches("ProvisioningConfigurationCalls", name)).isEqualTo(name.startsWith("api-call/"));
        assertThat(matches("ProvisioningLiveChanges", name)).isEqualTo(LIVE_CHANGES.contains(name));
        assertThat(matches("ReconcilingCompositionFailures", name)).isEqualTo(List
                .of("composition/destination-failure", "composition/session-failure").contains(name));
        for (String rule : List.of("ProvisioningPolicyChanges", "ProvisioningTrailHeartbeat",
                "RecoveryRecordingOutcomes", "SalvageRecordingFailures")) {
            assertThat(matches(rule, name)).as(rule).isFalse();
        }
    }

    @Test
    void everyDeployedRule_isTriedHere() {
        assertThat(Templates.resources(DEPLOYED, "AWS::Events::Rule").keySet()).map(id -> id.replaceFirst(
                "[0-9A-F]{8}$", "")).containsExactlyInAnyOrder("IndexingIvsEvents", "IndexingRecordingObjects",
                        "ProvisioningConfigurationCalls", "ProvisioningLiveChanges", "ProvisioningPolicyChanges",
                        "ProvisioningTrailHeartbeat", "ReconcilingCompositionFailures", "RecoveryRecordingOutcomes",
                        "SalvageRecordingFailures");
    }

    @Test
    void madeUpEvents_areTakenOnlyIfTheTeamSaysSo_andArriveAsIvsWouldSendThem() throws Exception {
        Template trying = Synthesized.with(Map.of(Settings.ACCOUNT, Samples.ACCOUNT, Settings.SIMULATED_EVENTS, "true"))
                .pipelines();
        JsonNode rule = Synthesized.resource(trying, "AWS::Events::Rule", "IndexingSimulatedEvents").path("Properties");
        String event = Samples.json("channel-recording/recording-start");

        assertThat(Ruler.matchesRule(event, rule.path("EventPattern").toString())).isFalse();
        assertThat(Ruler.matchesRule(event.replace("aws.ivs", EventPatterns.SIMULATED_SOURCE),
                rule.path("EventPattern").toString())).isTrue();
        String arrives = rule.at("/Targets/0/InputTransformer/InputTemplate").asText();
        assertThat(arrives).contains("\"source\":\"aws.ivs\"", "\"detail\":<detail>", "\"account\":<account>");
    }

    @Test
    void mediaIsInspected_onlyIfTheTeamSaysSo() throws Exception {
        Template inspecting = Synthesized
                .with(Map.of(Settings.ACCOUNT, Samples.ACCOUNT, Settings.INSPECT_MEDIA, "true"))
                .pipelines();
        JsonNode pattern = Synthesized.resource(inspecting, "AWS::Events::Rule", "SalvageRecordingEnds")
                .at("/Properties/EventPattern");

        assertThat(pattern).isEqualTo(new ObjectMapper().readTree(EventPatterns.endedRecordings(Samples.ACCOUNT)));
    }

    @Test
    void deployedPatterns_areWhatTheEventsModuleWrites() throws Exception {
        ObjectMapper json = new ObjectMapper();

        assertThat(pattern("IndexingIvsEvents")).isEqualTo(json.readTree(EventPatterns.ivsEvents(Samples.ACCOUNT)));
        assertThat(pattern("IndexingRecordingObjects"))
                .isEqualTo(json.readTree(EventPatterns.recordingObjects(Samples.ACCOUNT, List.of(Samples.BUCKET))));
        assertThat(pattern("RecoveryRecordingOutcomes"))
                .isEqualTo(json.readTree(EventPatterns.recordingOutcomes(Samples.ACCOUNT)));
        assertThat(pattern("SalvageRecordingFailures"))
                .isEqualTo(json.readTree(EventPatterns.failedRecordings(Samples.ACCOUNT)));
        assertThat(pattern("ProvisioningConfigurationCalls"))
                .isEqualTo(json.readTree(EventPatterns.configurationCalls(Samples.ACCOUNT)));
        assertThat(pattern("ProvisioningLiveChanges"))
                .isEqualTo(json.readTree(EventPatterns.liveChanges(Samples.ACCOUNT)));
        assertThat(RuleCompiler.check(pattern("IndexingRecordingObjects").toString())).isNull();
    }

    @Test
    void patternsOfUnknownAccountAndNewBucket_referToThem() {
        JsonNode pattern = pattern(Synthesized.asShipped().pipelines(), "IndexingRecordingObjects");

        assertThat(pattern.at("/account/0/Ref").asText()).isEqualTo("AWS::AccountId");
        assertThat(pattern.at("/detail/bucket/name/0").toString()).contains("Recordings");
    }

    @Test
    void parse_memberThatWouldBeLost_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PatternText.parse("{\"resources\":[\"a\"]}"))
                .withMessageContaining("[resources]");
        assertThatIllegalArgumentException().isThrownBy(() -> PatternText.parse("{"))
                .withMessageContaining("no event pattern");
    }

    private static boolean matches(String rule, String sample) throws Exception {
        return Ruler.matchesRule(Samples.json(sample), pattern(rule).toString());
    }

    private static JsonNode pattern(String rule) {
        return pattern(DEPLOYED, rule);
    }

    private static JsonNode pattern(Template template, String rule) {
        return Synthesized.resource(template, "AWS::Events::Rule", rule).at("/Properties/EventPattern");
    }
}
