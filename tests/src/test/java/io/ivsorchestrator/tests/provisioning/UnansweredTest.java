package io.ivsorchestrator.tests.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.provisioning.PolicySource;
import io.ivsorchestrator.provisioning.ProvisionEvents;
import io.ivsorchestrator.provisioning.ResourceKind;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What IVS refuses for good, what does not answer for a while, and who is overtaken by then. */
class UnansweredTest {
    private final Rig rig = Rig.create();

    // -- what IVS refuses for good

    /** About three hours in all; the daily sweep tries again. */
    @ParameterizedTest
    @EnumSource(names = {"VALIDATION", "INTERNAL_SERVER"})
    void anUpdateThatIvsNeverTakes_isGivenUp_andLeftToTheSweep(ErrorType error) {
        rig.everything();
        rig.refused.put("UpdateChannel", error);
        Arn channel = rig.channel("main");

        rig.run(Duration.ofHours(6));

        assertThat(rig.waiting()).isZero();
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).isBetween(25, 35);
        assertThat(rig.recordingConfigurations()).as("not made again for each try").hasSize(1);
        assertThat(rig.deadLetters()).isEmpty();

        rig.refused.clear();
        rig.sweep();
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BatchGetChannel", "ListRecordingConfigurations"})
    void whereWeMayNotEvenLook_itIsToldAsAnIncident_andTheMessageIsKept(String operation) {
        rig.everything();
        rig.cloudTrail = false;
        rig.refused.put(operation, ErrorType.ACCESS_DENIED);
        String asked = Rig.check(rig.channel("main"));
        rig.send(asked, Duration.ZERO);

        rig.run();

        assertThat(rig.incidents).containsOnlyKeys(Cause.ACCESS_DENIED);
        assertThat(rig.deadLetters()).containsExactly(asked);
        assertThat(rig.writes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ListChannels", "ListRecordingConfigurations"})
    void aSweepThatMayNotList_isToldAsAnIncident_andGoesOnWithTheNextSchedule(String operation) {
        rig.everything();
        rig.cloudTrail = false;
        Arn channel = rig.channel("main");
        rig.refused.put(operation, ErrorType.ACCESS_DENIED);
        rig.sweep();
        rig.run();

        assertThat(rig.incidents).containsOnlyKeys(Cause.ACCESS_DENIED);
        assertThat(rig.deadLetters()).hasSize(1);
        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isFalse();
        assertThat(rig.sweepEnded(ResourceKind.STAGE)).as("waits for no other").isTrue();

        rig.refused.clear();
        rig.sweep();
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.incidents).as("closed").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ListChannels", "ListRecordingConfigurations", "DeleteRecordingConfiguration"})
    void aSweepThatIvsDoesNotAnswerForAWhile_waits_andLeavesNothingOut(String operation) {
        rig.everything();
        rig.cloudTrail = false;
        Arn channel = rig.channel("main");
        rig.sweep();
        rig.run();
        Arn first = rig.look(channel).recordingConfiguration().orElseThrow();
        rig.policy("""
                {"version":1,"enrol":"everything","rules":[
                  {"name":"all","channel":{"recordingReconnectWindowSeconds":120}}]}""");
        rig.pass(Duration.ofDays(1));
        rig.refused.put(operation, ErrorType.INTERNAL_SERVER);
        rig.sweep();
        rig.run(Duration.ofMinutes(2));
        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isFalse();

        rig.refused.clear();
        rig.run();

        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isTrue();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent().isNotEqualTo(Optional.of(first));
        assertThat(rig.recordingConfigurations()).extracting(RecordingConfiguration::arn).hasSize(1)
                .doesNotContain(first);
        assertThat(rig.swept(ResourceKind.CHANNEL, "ResourcesChecked")).isEqualTo(1);
        assertThat(rig.swept(ResourceKind.CHANNEL, "ConfigurationsCollected")).isEqualTo(1);
        assertThat(rig.deadLetters()).isEmpty();
    }

    @Test
    void aConfigurationThatIvsDoesNotDelete_holdsNoSweepUp() {
        rig.everything();
        rig.channel("main");
        rig.run();
        rig.policy("""
                {"version":1,"enrol":"everything","rules":[{"name":"off","channel":{"record":false}}]}""");
        rig.refused.put("DeleteRecordingConfiguration", ErrorType.VALIDATION);
        rig.send(ProvisioningTest.parameterChange(Rig.PARAMETER), Duration.ofMinutes(2));

        rig.run();

        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isTrue();
        assertThat(rig.swept(ResourceKind.CHANNEL, "ConfigurationsCollected")).isZero();
        assertThat(rig.ours(IvsOperation.DELETE_RECORDING_CONFIGURATION)).isEqualTo(1);
    }

    // -- sweeps

    @Test
    void aSweepThatAnotherPolicyOvertakes_givesWay_andTheNewOneGoesThrough() {
        rig.everything();
        rig.cloudTrail = false;
        for (int number = 0; number < 150; number++) {
            rig.channel("c" + number);
        }
        rig.sweep();
        rig.run(Duration.ofSeconds(1));
        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isFalse();
        rig.policy("""
                {"version":1,"enrol":"everything","rules":[
                  {"name":"all","channel":{"recordingReconnectWindowSeconds":120}}]}""");
        rig.send(ProvisioningTest.parameterChange(Rig.PARAMETER), Duration.ZERO);

        rig.run();

        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isTrue();
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).as("by the new policy alone").isEqualTo(150);
        assertThat(rig.recordingConfigurations()).hasSize(1);
        assertThat(rig.waiting()).isZero();
    }

    @Test
    void aSweepThatIsOvertakenWhileItWorks_sendsNothingMore() {
        rig.everything();
        rig.cloudTrail = false;
        Arn channel = rig.channel("main");
        ProvisionEvents other = rig.process();
        rig.beforeNext(IvsOperation.UPDATE_CHANNEL,
                () -> Rig.handle(other, ProvisioningTest.parameterChange(Rig.PARAMETER)));
        rig.sweep();

        rig.run();

        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isTrue();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).isEqualTo(1);
        assertThat(rig.ours(IvsOperation.LIST_CHANNELS)).as("one page for each of the two").isEqualTo(2);
        assertThat(rig.waiting()).isZero();
    }

    @Test
    void aStageThatIsGoneWhenItIsLookedAt_isForgotten() {
        rig.everything();
        rig.cloudTrail = false;
        Arn stage = rig.stage("main");
        rig.api.call(rig.api.operation("DeleteStage").orElseThrow(),
                EmulatorCalls.object().put("arn", stage.value()), "request");
        rig.send(Rig.check(stage), Duration.ZERO);

        rig.run();

        assertThat(rig.ours).isEqualTo(Map.of(IvsOperation.GET_STAGE, 1));
        assertThat(rig.deadLetters()).isEmpty();
        assertThat(rig.waiting()).isZero();
    }

    /** A process lives for hours and sees more channels than it shall keep in mind. */
    @Test
    void ofMoreThanTenThousandThatConform_theOnesSeenLongestAgoAreLookedAtAgain() {
        rig.cloudTrail = false;
        List<Arn> channels = IntStream.range(0, 10_001).mapToObj(number -> rig.channel("c" + number)).toList();
        ProvisionEvents process = rig.process();
        Rig.handle(process, Rig.check(channels.getFirst()));
        for (int from = 1; from < channels.size(); from += 50) {
            Rig.handle(process,
                    Rig.check(channels.subList(from, Math.min(from + 50, channels.size())).toArray(Arn[]::new)));
        }
        rig.ours.clear();

        Rig.handle(process, streamStart(channels.getLast()));
        Rig.handle(process, streamStart(channels.get(1)));
        assertThat(rig.ours).isEmpty();
        Rig.handle(process, streamStart(channels.getFirst()));
        assertThat(rig.ours).isEqualTo(Map.of(IvsOperation.BATCH_GET_CHANNEL, 1));
    }

    private String streamStart(Arn channel) {
        rig.streamEvent("Stream Start", channel);
        return rig.taken();
    }

    // -- what does not answer

    @ParameterizedTest
    @EnumSource
    void whatDoesNotAnswer_returnsItsMessages_andNothingIsLostWhenItIsBack(Rig.Part part) {
        rig.everything();
        Arn channel = rig.channel("main");
        RuntimeException failure = switch (part) {
            case POLICY -> new PolicySource.PolicyUnavailableException("no answer", new IllegalStateException());
            case RECORDS -> new IndexUnavailableException("no answer");
            case QUEUE -> new DelayedMessages.MessageNotSentException("no answer", new IllegalStateException());
        };
        rig.fail(part, failure);
        rig.run(Duration.ofMinutes(1));
        assertThat(rig.look(channel).recordingConfiguration()).isEmpty();
        assertThat(rig.waiting()).isEqualTo(1);

        rig.back(part);
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(1);
        assertThat(rig.deadLetters()).isEmpty();
    }

    @Test
    void aFailureThatNobodyForesaw_returnsItsMessageAlone_withItsCause() {
        rig.everything();
        rig.cloudTrail = false;
        rig.fail(Rig.Part.RECORDS, new IllegalStateException("a bug"));
        ProvisionEvents process = rig.process();

        ProvisionEvents.Report report = process
                .provision(List.of(new QueueMessage("sweep", "{\"provisioning\":\"sweep\"}"),
                        new QueueMessage("other", ProvisioningTest.parameterChange("/some/other"))), () -> true);

        assertThat(report.returned()).isEqualTo(Map.of("sweep", "unforeseen: java.lang.IllegalStateException: a bug"));
        assertThat(report.counts()).containsEntry("MessagesReceived", 2L).containsEntry("MessagesIgnored", 1L);
    }
}
