package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.fuzz.Mutations;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Whatever a policy's text is, it is a policy or a list of mistakes, each at its place; and a policy decides in no time. */
class PolicyFuzzTest {
    private static final List<String> BUCKETS = List.of("first-bucket", "second-bucket");
    private static final String POLICY = """
            {"version": 1, "mode": "enforce", "enrol": "everything", "rules": [
              {"name": "a", "match": {"kind": "channel", "tags": {"team": "live-*", "env": "*"}, "name": ["a*z", "exact"],
                "arn": "*:channel/K*"}, "channel": {"record": true, "bucket": "first-bucket", "recordingReconnectWindowSeconds": 60,
                "thumbnails": {"mode": "INTERVAL", "targetIntervalSeconds": 10, "storage": ["SEQUENTIAL"]},
                "renditions": {"selection": "CUSTOM", "renditions": ["HD", "SD"]}}},
              {"name": "b", "stage": {"record": true, "mediaTypes": ["AUDIO_VIDEO"], "targetSegmentDurationSeconds": 6,
                "recordParticipantReplicas": false}}]}""";

    @Property(tries = 6_000, shrinking = ShrinkingMode.OFF)
    void parse_mutated_isAPolicyOrMistakesAtTheirPlaces(@ForAll Random random) {
        switch (PolicyParser.parse(Mutations.ofJson(POLICY, random), BUCKETS)) {
            case ParsedPolicy.Accepted accepted -> assertThat(accepted.policy().forChannel(
                    "arn:aws:ivs:eu-west-1:123456789012:channel/Kp3dQ9xTzL7m", "a".repeat(200), Map.of("team", "x")))
                    .isNotNull();
            case ParsedPolicy.Refused refused -> {
                assertThat(refused.problems()).isNotEmpty().allSatisfy(problem -> assertThat(problem.path())
                        .startsWith("$"));
                assertThat(refused.text()).isNotBlank();
            }
        }
    }
}
