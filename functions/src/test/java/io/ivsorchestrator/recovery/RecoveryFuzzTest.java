package io.ivsorchestrator.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.fuzz.Mutations;
import io.ivsorchestrator.ivs.BucketPolicy;
import io.ivsorchestrator.ivs.InMemoryIvs;
import io.ivsorchestrator.recording.EvidenceBuilders;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.Recording;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Our own events and other people's bucket policies, damaged. */
class RecoveryFuzzTest {
    private static final String EVENT = "{\"version\":\"0\"," + new OutcomeEvent(OutboundChange.FAILED,
            Recording.of(EvidenceBuilders.idOf(EvidenceBuilders.PARTICIPANT_LOCATION))
                    .join(EvidenceBuilders.aParticipantStartFailure().build()).summary(),
            Set.of(EvidenceSource.IVS_EVENT), 0).write(InMemoryIvs.ACCOUNT).substring(1);
    private static final String POLICY = """
            {"Version":"2012-10-17","Statement":[{"Sid":"CompositeWrite-a1b2c3d","Effect":"Allow","Principal":{"Service":\
            "ivs-composite.eu-west-1.amazonaws.com"},"Action":["s3:PutObject","s3:PutObjectAcl"],"Resource":\
            "arn:aws:s3:::acme/*"},{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":\
            {"aws:SecureTransport":"false"}}}]}""";

    /** As the handler does it: what is no event of ours is given back, with the reason. */
    @Property(tries = 4_000, shrinking = ShrinkingMode.OFF)
    void event_mutated_isReadOrRefused(@ForAll Random random) {
        try {
            assertThat(OutcomeEvent.read(Mutations.ofJson(EVENT, random), InMemoryIvs.ACCOUNT)).isNotNull();
        } catch (JsonException | IllegalArgumentException clear) {
            assertThat(clear.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 4_000, shrinking = ShrinkingMode.OFF)
    void policy_mutated_isUnderstoodOrRefused(@ForAll Random random) {
        String text = Mutations.ofJson(POLICY, random);
        try {
            BucketPolicy policy = new BucketPolicy(text);
            policy.grants("acme", "eu-west-1");
            assertThat(policy.denials()).isNotNull();
        } catch (JsonException clear) {
            assertThat(clear.getMessage()).isNotBlank();
        }
    }
}
