package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyParserTest {
    private static final List<String> BUCKETS = List.of("first-bucket", "second-bucket");

    @Test
    void theBuiltInPolicy_isGood_andForWhatOptsIn() {
        RecordingPolicy policy = accepted(Policies.defaultText());

        assertThat(policy.mode()).isEqualTo(RecordingPolicy.Mode.ENFORCE);
        assertThat(policy.forChannel("arn", "any", Map.of())).isInstanceOf(RecordingPolicy.Choice.NotEnrolled.class);
        assertThat(policy.forChannel("arn", "any", Map.of("ivs-recording", "on")))
                .isInstanceOf(RecordingPolicy.Choice.Chosen.class);
    }

    @Test
    void everyMistake_isToldAtItsPlace() {
        ParsedPolicy parsed = PolicyParser.parse("""
                {"version": 2, "mode": "maybe", "colour": "red",
                 "rules": [
                   {"name": "a", "channel": {"bucket": "nobodys", "recordingReconnectWindowSeconds": 301}},
                   {"name": "a", "stage": {"mediaTypes": ["VIDEO"], "record": "yes"}},
                   {"name": "b", "match": {"kind": "stage"}, "channel": {}}]}""", BUCKETS);

        assertThat(((ParsedPolicy.Refused) parsed).problems()).extracting(PolicyProblem::path)
                .containsExactlyInAnyOrder("$.colour", "$.version", "$.mode", "$.rules[0].channel.bucket",
                        "$.rules[0].channel.recordingReconnectWindowSeconds", "$.rules[1].stage.mediaTypes",
                        "$.rules[1].stage.record", "$.rules[1].name", "$.rules[2].stage");
        assertThat(((ParsedPolicy.Refused) parsed).text()).contains("first-bucket, second-bucket");
    }

    @Test
    void whatIsNoJson_isOneMistake() {
        assertThat(((ParsedPolicy.Refused) PolicyParser.parse("{", BUCKETS)).problems()).singleElement()
                .satisfies(it -> assertThat(it.path()).isEqualTo("$"));
    }

    @Test
    void theFirstRuleThatFits_decides_andARuleWithoutSettingsForAKindIsNotForIt() {
        RecordingPolicy policy = accepted("""
                {"version": 1, "enrol": "everything", "rules": [
                  {"name": "stages", "stage": {}},
                  {"name": "tests", "match": {"name": "test-*"}, "channel": {"record": false}},
                  {"name": "rest", "channel": {"bucket": "second-bucket"}}]}""");

        assertThat(policy.forChannel("arn", "test-1", Map.of())).isInstanceOfSatisfying(
                RecordingPolicy.Choice.Chosen.class, it -> assertThat(it.rule()).isEqualTo("tests"));
        assertThat(policy.forChannel("arn", "main", Map.of())).isInstanceOfSatisfying(
                RecordingPolicy.Choice.Chosen.class, it -> assertThat(it.rule()).isEqualTo("rest"));
        assertThat(policy.forStage("arn", "test-1", Map.of())).isInstanceOfSatisfying(
                RecordingPolicy.Choice.Chosen.class, it -> assertThat(it.rule()).isEqualTo("stages"));
    }

    @Test
    void rules_matchByTagNameAndArn() {
        RecordingPolicy policy = accepted("""
                {"version": 1, "enrol": "everything", "rules": [
                  {"name": "r", "match": {"tags": {"team": "live-*", "env": "*"}, "name": ["a*z", "exact"],
                                          "arn": "*:channel/K*"}, "channel": {}}]}""");
        Map<String, String> tags = Map.of("team", "live-1", "env", "");
        String arn = "arn:aws:ivs:eu-west-1:123456789012:channel/Kp3dQ9xTzL7m";

        assertThat(policy.forChannel(arn, "abcz", tags)).isInstanceOf(RecordingPolicy.Choice.Chosen.class);
        assertThat(policy.forChannel(arn, "exact", tags)).isInstanceOf(RecordingPolicy.Choice.Chosen.class);
        assertThat(policy.forChannel(arn, "exactly", tags)).isInstanceOf(RecordingPolicy.Choice.NotEnrolled.class);
        assertThat(policy.forChannel(arn, "exact", Map.of("team", "live-1")))
                .isInstanceOf(RecordingPolicy.Choice.NotEnrolled.class);
        assertThat(policy.forChannel(arn.replace("/K", "/L"), "exact", tags))
                .isInstanceOf(RecordingPolicy.Choice.NotEnrolled.class);
    }

    @Test
    void globs_matchTheWholeText() {
        assertThat(List.of("*", "a*", "*c", "a*c", "*b*", "abc", "a**c"))
                .allMatch(pattern -> new Glob(pattern).matches("abc"));
        assertThat(List.of("", "b*", "*b", "ab", "abcd", "a*b*b*c", "abc*c"))
                .noneMatch(pattern -> new Glob(pattern).matches("abc"));
    }

    @Test
    void equalSettings_areEqualContent_howeverTheyAreWritten() {
        assertThat(Planner.contents(accepted("""
                {"version": 1, "rules": [
                  {"name": "short", "channel": {}},
                  {"name": "long", "channel": {"record": true, "bucket": "first-bucket",
                    "recordingReconnectWindowSeconds": 0,
                    "thumbnailConfiguration": {"recordingMode": "INTERVAL", "targetIntervalSeconds": 60,
                      "storage": ["SEQUENTIAL"]},
                    "renditionConfiguration": {"renditionSelection": "ALL"}}}]}"""))).hasSize(1);
        assertThat(Planner.contents(accepted("""
                {"version": 1, "rules": [
                  {"name": "one", "channel": {"renditionConfiguration": {"renditionSelection": "CUSTOM",
                    "renditions": ["HD", "SD"]}}},
                  {"name": "two", "channel": {"renditionConfiguration": {"renditionSelection": "CUSTOM",
                    "renditions": ["SD", "HD"]}}},
                  {"name": "three", "channel": {"renditionConfiguration": {"renditionSelection": "NONE"}}}]}""")))
                .hasSize(2);
    }

    static RecordingPolicy accepted(String text) {
        return switch (PolicyParser.parse(text, BUCKETS)) {
            case ParsedPolicy.Accepted(RecordingPolicy policy) -> policy;
            case ParsedPolicy.Refused refused -> throw new AssertionError(refused.text());
        };
    }
}
