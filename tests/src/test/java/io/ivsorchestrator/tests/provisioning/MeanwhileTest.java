package io.ivsorchestrator.tests.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.local.ivs.account.Timings;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.provisioning.ProvisionEvents;
import io.ivsorchestrator.provisioning.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What changes between our look and our step, because others are in the account too, and what does not answer when asked. */
class MeanwhileTest {
    private static final Map<String, String> OPTED_IN = Map.of("ivs-recording", "on");

    private Rig rig = Rig.create();

    private void delete(Arn channel) {
        rig.api.call(rig.api.operation("DeleteChannel").orElseThrow(),
                EmulatorCalls.object().put("arn", channel.value()), "request");
    }

    // -- configurations that vanish

    @Test
    void aConfigurationThatSomebodyDeleted_isMissedWithTheFirstUpdate_andMadeAgainOnce() {
        rig.everything();
        Arn first = rig.channel("first");
        rig.run();
        Arn gone = rig.look(first).recordingConfiguration().orElseThrow();
        rig.cloudTrail = false;
        rig.customer.updateChannel(first, Optional.empty());
        rig.customer.deleteRecordingConfiguration(gone);
        Arn second = rig.channel("second");
        rig.ours.clear();
        rig.send(Rig.check(first, second), Duration.ZERO);

        rig.run();

        Arn made = rig.recordingConfigurations().getFirst().arn();
        assertThat(made).isNotEqualTo(gone);
        assertThat(List.of(rig.look(first), rig.look(second))).extracting(it -> it.recordingConfiguration())
                .containsOnly(Optional.of(made));
        assertThat(rig.ours).as("one update in vain, and not one for each")
                .containsEntry(IvsOperation.UPDATE_CHANNEL, 3)
                .containsEntry(IvsOperation.CREATE_RECORDING_CONFIGURATION, 1)
                .containsEntry(IvsOperation.LIST_RECORDING_CONFIGURATIONS, 2);
        assertThat(rig.incidents).isEmpty();
        assertThat(rig.waiting()).isZero();
    }

    @Test
    void aStorageConfigurationThatSomebodyDeleted_isMissedWithTheFirstUpdate_andMadeAgainOnce() {
        rig.everything();
        Arn first = rig.stage("first");
        rig.run();
        Arn gone = rig.lookAtStage(first).recording().storageConfiguration().orElseThrow();
        rig.cloudTrail = false;
        rig.customersStages.updateStage(first, StageRecording.OFF);
        rig.customersStages.deleteStorageConfiguration(gone);
        Arn second = rig.stage("second");
        rig.ours.clear();
        rig.send(Rig.check(first, second), Duration.ZERO);

        rig.run();

        Arn made = rig.storageConfigurations().getFirst().arn();
        assertThat(made).isNotEqualTo(gone);
        assertThat(List.of(rig.lookAtStage(first), rig.lookAtStage(second)))
                .extracting(it -> it.recording().storageConfiguration()).containsOnly(Optional.of(made));
        assertThat(rig.ours).containsEntry(IvsOperation.UPDATE_STAGE, 3)
                .containsEntry(IvsOperation.CREATE_STORAGE_CONFIGURATION, 1);
        assertThat(rig.incidents).isEmpty();
        assertThat(rig.waiting()).isZero();
    }

    @Test
    void aConfigurationThatVanishesInASweep_isMadeAgainByWhatTheSweepLeaves() {
        rig.everything();
        rig.cloudTrail = false;
        Arn channel = rig.channel("main");
        rig.beforeNext(IvsOperation.UPDATE_CHANNEL,
                () -> rig.customer.deleteRecordingConfiguration(rig.recordingConfigurations().getFirst().arn()));

        rig.sweep();
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.swept(ResourceKind.CHANNEL, "ResourcesFailed")).isZero();
        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(2);
    }

    @Test
    void aConfigurationThatVanishesWhileItIsBeingMade_isMadeAgain() {
        rig.channel("first", OPTED_IN);
        rig.run(Duration.ofSeconds(21));
        assertThat(rig.recordingConfigurations()).singleElement()
                .satisfies(it -> assertThat(it.isActive()).isFalse());
        rig.cloudTrail = false;
        rig.customer.deleteRecordingConfiguration(rig.recordingConfigurations().getFirst().arn());

        rig.run();

        assertThat(rig.customer.listChannels(Optional.empty()).items()).singleElement()
                .satisfies(it -> assertThat(it.recordingConfiguration())
                        .contains(rig.recordingConfigurations().getFirst().arn()));
        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(2);
    }

    @Test
    void aChannelThatIsDeletedBeforeItsUpdate_isAskedForOnceMore_andForgotten() {
        rig.channel("first", OPTED_IN);
        rig.run();
        Arn channel = rig.channel("second", OPTED_IN);
        rig.ours.clear();
        rig.beforeNext(IvsOperation.UPDATE_CHANNEL, () -> delete(channel));

        rig.run();

        assertThat(rig.ours).isEqualTo(Map.of(IvsOperation.UPDATE_CHANNEL, 1, IvsOperation.BATCH_GET_CHANNEL, 1));
        assertThat(rig.deadLetters()).isEmpty();
        assertThat(rig.waiting()).isZero();
    }

    @Test
    void detach_whereWhatWasThereBeforeIsGone_leavesItOff() {
        rig.policy("""
                {"version":1,"enrol":"everything","foreignConfigurations":"replace","rules":[
                  {"name":"all","channel":{},"stage":{}}]}""");
        Arn foreign = rig.foreignConfiguration();
        Arn channel = rig.customer.createChannel("theirs", Optional.of(foreign), Map.of()).arn();
        Arn storage = rig.customersStages.createStorageConfiguration("theirs", Rig.BUCKET, Map.of()).arn();
        Arn stage = rig.customersStages.createStage("theirs", StageRecording.to(storage), Map.of()).arn();
        rig.run();
        rig.customer.deleteRecordingConfiguration(foreign);
        rig.customersStages.deleteStorageConfiguration(storage);
        rig.ours.clear();

        rig.send("{\"provisioning\":\"detach\"}", Duration.ZERO);
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isEmpty();
        assertThat(rig.lookAtStage(stage).recording().isOn()).isFalse();
        assertThat(rig.ours).as("what was there before, then off").containsEntry(IvsOperation.UPDATE_CHANNEL, 2)
                .containsEntry(IvsOperation.UPDATE_STAGE, 2);
        assertThat(rig.recordingConfigurations()).isEmpty();
        assertThat(rig.storageConfigurations()).isEmpty();
        assertThat(rig.waiting()).isZero();
    }

    @Test
    void aSuperfluousConfigurationThatSomebodyElseDeletes_isCountedAsCollected() {
        rig.everything();
        rig.channel("main");
        rig.run();
        rig.policy("""
                {"version":1,"enrol":"everything","rules":[{"name":"off","channel":{"record":false}}]}""");
        rig.beforeNext(IvsOperation.DELETE_RECORDING_CONFIGURATION,
                () -> rig.customer.deleteRecordingConfiguration(rig.recordingConfigurations().getFirst().arn()));
        rig.send(ProvisioningTest.parameterChange(Rig.PARAMETER), Duration.ofMinutes(2));

        rig.run();

        assertThat(rig.recordingConfigurations()).isEmpty();
        assertThat(rig.ours(IvsOperation.DELETE_RECORDING_CONFIGURATION)).isEqualTo(1);
        assertThat(rig.swept(ResourceKind.CHANNEL, "ConfigurationsCollected")).isEqualTo(1);
        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isTrue();
    }

    // -- configurations that fail

    @Test
    void creationThatFailsWithAGoodBucket_isTriedThreeTimes_toldAndLeftForAnHour() {
        rig = Rig.with(Rig.settings("eu-west-1").withCreationFailing(true)).everything();
        Arn channel = rig.channel("main");

        rig.run(Duration.ofMinutes(30));

        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(3);
        assertThat(rig.recordingConfigurations()).as("what failed was deleted").isEmpty();
        assertThat(rig.look(channel).recordingConfiguration()).isEmpty();
        assertThat(rig.incidents).containsOnlyKeys(Cause.CONFIGURATION_CREATE_FAILED);
        assertThat(rig.findings.get(Cause.CONFIGURATION_CREATE_FAILED)).first().asString().contains("CREATE_FAILED");
        assertThat(rig.findings.get(Cause.CONFIGURATION_CREATE_FAILED))
                .contains("the bucket is in eu-west-1, as it must be");

        rig.pass(Duration.ofMinutes(50));
        rig.sweep();
        rig.run(Duration.ofMinutes(5));
        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).as("within the hour").isEqualTo(3);
        rig.pass(Duration.ofMinutes(15));
        rig.sweep();
        rig.run(Duration.ofMinutes(5));
        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).as("after it").isGreaterThan(3);
    }

    @Test
    void creationThatFailsWithABucketThatCannotBeLookedAt_isToldSo() {
        rig = Rig.with(Rig.settings("eu-west-1").withCreationFailing(true)).everything();
        rig.bucketsHidden = true;
        rig.channel("main");

        rig.run(Duration.ofMinutes(30));

        assertThat(rig.incidents).containsOnlyKeys(Cause.CONFIGURATION_CREATE_FAILED);
        assertThat(rig.findings.get(Cause.CONFIGURATION_CREATE_FAILED))
                .contains("the bucket could not be looked at: AccessDenied");
    }

    @Test
    void aFailedConfigurationThatSomebodyElseDiscarded_isNotCountedTwice() {
        rig = Rig.with(Rig.settings("eu-west-1").withCreationFailing(true)).everything();
        rig.channel("main");
        rig.beforeNext(IvsOperation.DELETE_RECORDING_CONFIGURATION,
                () -> rig.customer.deleteRecordingConfiguration(rig.recordingConfigurations().getFirst().arn()));

        rig.run(Duration.ofMinutes(30));

        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).as("one that they counted, three that we did")
                .isEqualTo(4);
        assertThat(rig.incidents).containsOnlyKeys(Cause.CONFIGURATION_CREATE_FAILED);
    }

    @Test
    void aFailedConfigurationThatNoRuleWantsAnyMore_isDeletedWithoutMoreAdo() {
        rig = Rig.with(Rig.settings("eu-west-1").withCreationFailing(true)).everything();
        Arn channel = rig.channel("main");
        rig.run(Duration.ofSeconds(21));
        assertThat(rig.recordingConfigurations()).hasSize(1);
        rig.loseAll();
        rig.policy("""
                {"version":1,"enrol":"everything","rules":[{"name":"off","channel":{"record":false}}]}""");
        rig.pass(Duration.ofMinutes(6));
        rig.send(Rig.check(channel), Duration.ZERO);

        rig.run();

        assertThat(rig.recordingConfigurations()).isEmpty();
        assertThat(rig.incidents).isEmpty();
        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(1);
    }

    @Test
    void creationThatFailsAtOnce_isDiscardedAndCountedLikeOneThatFailsLater() {
        Timings usual = Timings.DEFAULT;
        rig = Rig.with(Rig.settings("eu-west-1").withCreationFailing(true).withTimings(new Timings(Duration.ZERO,
                usual.compositionStart(), usual.compositionStop(), usual.compositionIdle(), usual.compositionLimit(),
                usual.publisherLimit(), usual.compositionRetention(), usual.stageSessionLinger(),
                usual.streamSessionRetention(), usual.shortestStream(), usual.shortestParticipant()))).everything();
        Arn channel = rig.channel("main");

        rig.run(Duration.ofMinutes(30));

        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(3);
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).as("nothing that failed is attached").isZero();
        assertThat(rig.recordingConfigurations()).isEmpty();
        assertThat(rig.look(channel).recordingConfiguration()).isEmpty();
        assertThat(rig.incidents).containsOnlyKeys(Cause.CONFIGURATION_CREATE_FAILED);
    }

    // -- others who make the same

    @Test
    void whileSomebodyElseCreatesIt_weWait_andUseTheirs() {
        rig.everything();
        rig.cloudTrail = false;
        Arn first = rig.channel("first");
        Arn second = rig.channel("second");
        rig.beforeNext(IvsOperation.CREATE_RECORDING_CONFIGURATION, () -> Rig.handle(rig.process(), Rig.check(second)));
        rig.send(Rig.check(first), Duration.ZERO);

        rig.run();

        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(1);
        assertThat(List.of(rig.look(first), rig.look(second))).extracting(it -> it.recordingConfiguration())
                .containsOnly(Optional.of(rig.recordingConfigurations().getFirst().arn()));
    }

    @Test
    void whatSomebodyElseHasMadeSinceOurLook_isUsed() {
        rig.everything();
        rig.cloudTrail = false;
        Arn first = rig.channel("first");
        Arn second = rig.channel("second");
        ProvisionEvents early = rig.process();
        rig.refused.put("CreateRecordingConfiguration", ErrorType.INTERNAL_SERVER);
        Rig.handle(early, Rig.check(first));
        rig.refused.clear();
        Rig.handle(rig.process(), Rig.check(second));
        rig.pass(Duration.ofMinutes(2));

        Rig.handle(early, Rig.check(first));

        assertThat(rig.look(first).recordingConfiguration())
                .contains(rig.recordingConfigurations().getFirst().arn());
        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).as("one refused, one theirs").isEqualTo(2);
    }

    // -- quotas

    @Test
    void roomThatSomebodyElseTookSinceOurLook_isNotAskedFor_andToldAsAnIncident_andMadeGoodByTheSweep() {
        rig.policy("""
                {"version":1,"enrol":"everything","quotas":{"recordingConfigurations":1},"rules":[
                  {"name":"none","match":{"name":"none"},"channel":{"record":false}},{"name":"all","channel":{}}]}""");
        rig.channel("none");
        rig.run(Duration.ofMinutes(1));
        rig.cloudTrail = false;
        Arn theirs = rig.foreignConfiguration();
        Arn channel = rig.channel("main");
        rig.send(Rig.check(channel), Duration.ZERO);
        rig.run(Duration.ofMinutes(1));

        assertThat(rig.writes()).isZero();
        assertThat(rig.incidents).containsOnlyKeys(Cause.QUOTA_EXCEEDED);
        assertThat(rig.findings.get(Cause.QUOTA_EXCEEDED)).first().isEqualTo("there are 1 of 1");
        assertThat(rig.waiting()).as("waits for a person").isZero();

        rig.customer.deleteRecordingConfiguration(theirs);
        rig.pass(Duration.ofDays(1));
        rig.sweep();
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.incidents).as("closed").isEmpty();
    }

    @Test
    void roomForStorageThatSomebodyElseTookSinceOurLook_isNotAskedFor() {
        rig.policy("""
                {"version":1,"enrol":"everything","quotas":{"storageConfigurations":2},"rules":[
                  {"name":"none","match":{"name":"none"},"stage":{"record":false}},{"name":"all","stage":{}}]}""");
        rig.stage("none");
        rig.run(Duration.ofMinutes(1));
        rig.cloudTrail = false;
        rig.customersStages.createStorageConfiguration("one", Rig.BUCKET, Map.of());
        rig.customersStages.createStorageConfiguration("two", Rig.BUCKET, Map.of());
        Arn stage = rig.stage("main");
        rig.send(Rig.check(stage), Duration.ZERO);

        rig.run();

        assertThat(rig.writes()).isZero();
        assertThat(rig.findings.get(Cause.QUOTA_EXCEEDED)).first().isEqualTo("there are 2 of 2");
        assertThat(rig.lookAtStage(stage).recording().isOn()).isFalse();
    }

    @Test
    void aQuotaThatAnUpdateMeets_isToldAsAnIncident_andNotAskedForAgain() {
        rig.channel("first", OPTED_IN);
        rig.run();
        rig.refused.put("UpdateChannel", ErrorType.SERVICE_QUOTA_EXCEEDED);
        rig.channel("second", OPTED_IN);
        rig.ours.clear();

        rig.run();

        assertThat(rig.ours).isEqualTo(Map.of(IvsOperation.UPDATE_CHANNEL, 1));
        assertThat(rig.incidents).containsOnlyKeys(Cause.QUOTA_EXCEEDED);
        assertThat(rig.findings.get(Cause.QUOTA_EXCEEDED)).first().asString().contains("UPDATE_CHANNEL");
    }
}
