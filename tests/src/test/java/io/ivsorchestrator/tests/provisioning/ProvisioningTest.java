package io.ivsorchestrator.tests.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.Thumbnails;
import io.ivsorchestrator.local.ivs.account.Participant;
import io.ivsorchestrator.local.ivs.account.Quotas;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.provisioning.Deployment;
import io.ivsorchestrator.provisioning.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What users are promised, and the traps that IVS has. */
class ProvisioningTest {
    private static final Map<String, String> OPTED_IN = Map.of("ivs-recording", "on");

    private final Rig rig = Rig.create();

    // -- the default policy

    @Test
    void aFirstDeploymentWithTheDefaults_changesNothingThatIsThere() {
        Arn channel = rig.channel("theirs");
        Arn stage = rig.stage("theirs");
        Arn recorded = rig.customer.createChannel("recorded", Optional.of(rig.foreignConfiguration()), Map.of()).arn();
        Optional<Arn> before = rig.look(recorded).recordingConfiguration();
        Optional<String> bucketPolicy = rig.buckets.policy(Rig.BUCKET);

        rig.sweep();
        rig.run();

        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isTrue();
        assertThat(rig.sweepEnded(ResourceKind.STAGE)).isTrue();
        assertThat(rig.writes()).isZero();
        assertThat(rig.look(channel).recordingConfiguration()).isEmpty();
        assertThat(rig.look(recorded).recordingConfiguration()).isEqualTo(before);
        assertThat(rig.lookAtStage(stage).recording().isOn()).isFalse();
        assertThat(rig.buckets.policy(Rig.BUCKET)).isEqualTo(bucketPolicy);
    }

    @Test
    void theDefaultPolicy_enrolsWhatOptsIn() {
        Arn channel = rig.channel("main", OPTED_IN);
        Arn stage = rig.stage("main", OPTED_IN);

        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        StageRecording recording = rig.lookAtStage(stage).recording();
        assertThat(recording.isOn()).isTrue();
        assertThat(recording.reconnectWindowSeconds()).hasValue(60);
        assertThat(recording.thumbnails().flatMap(Thumbnails::mode)).contains("INTERVAL");
        assertThat(rig.recordingConfigurations()).singleElement().satisfies(it -> {
            assertThat(it.name()).startsWith("ivs-recording-main-");
            assertThat(it.tags()).containsEntry(Deployment.TAG, "main").containsKey(Deployment.CONTENT_TAG);
        });
        assertThat(rig.deadLetters()).isEmpty();
    }

    @Test
    void taggingAnExistingChannel_enrolsIt_andUntaggingLetsGo() {
        Arn channel = rig.channel("main");
        rig.run();
        rig.tag(channel, OPTED_IN);
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent();

        rig.untag(channel, "ivs-recording");
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isEmpty();
    }

    @Test
    void theTagOff_optsOutOfEverything() {
        rig.everything();
        Arn out = rig.channel("out", Map.of("ivs-recording", "off"));
        Arn in = rig.channel("in");

        rig.sweep();
        rig.run();

        assertThat(rig.look(out).recordingConfiguration()).isEmpty();
        assertThat(rig.look(in).recordingConfiguration()).isPresent();
    }

    @Test
    void observing_changesNothingAndCountsTheDrift() {
        rig.policy(
                """
                        {"version":1,"mode":"observe","enrol":"everything","rules":[{"name":"all","channel":{},"stage":{}}]}""");
        rig.channel("one");
        rig.stage("two");

        rig.sweep();
        rig.run();

        assertThat(rig.writes()).isZero();
        assertThat(rig.swept(ResourceKind.CHANNEL, "ResourcesDrifted")).isEqualTo(1);
        assertThat(rig.swept(ResourceKind.STAGE, "ResourcesDrifted")).isEqualTo(1);
    }

    // -- calls

    @Test
    void aNewChannel_isEnrolledByOneCall() {
        rig.channel("first", OPTED_IN);
        rig.run();
        rig.ours.clear();

        Arn channel = rig.channel("second", OPTED_IN);
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.ours).isEqualTo(Map.of(IvsOperation.UPDATE_CHANNEL, 1));
    }

    @Test
    void aNewStage_isEnrolledByOneCall() {
        rig.stage("first", OPTED_IN);
        rig.run();
        rig.ours.clear();

        Arn stage = rig.stage("second", OPTED_IN);
        rig.run();

        assertThat(rig.lookAtStage(stage).recording().isOn()).isTrue();
        assertThat(rig.ours).isEqualTo(Map.of(IvsOperation.UPDATE_STAGE, 1));
    }

    @Test
    void aNewChannelThatIsNotEnrolled_costsNoCall() {
        rig.channel("first", OPTED_IN);
        rig.run();
        rig.ours.clear();

        rig.channel("second");
        rig.run();

        assertThat(rig.ours).isEmpty();
    }

    @Test
    void ourOwnCalls_comeBackAsEventsAndAreIgnored() {
        rig.channel("main", OPTED_IN);
        rig.stage("main", OPTED_IN);
        rig.run();
        rig.ours.clear();

        rig.run();

        assertThat(rig.ours).isEmpty();
        assertThat(rig.waiting()).isZero();
    }

    @Test
    void anEventThatIsLate_isNotTrusted() {
        rig.channel("first", OPTED_IN);
        rig.run();
        Arn foreign = rig.foreignConfiguration();
        rig.pass(Duration.ofMinutes(1));
        Arn channel = rig.channel("second", OPTED_IN);
        rig.cloudTrail = false;
        rig.customer.updateChannel(channel, Optional.of(foreign));
        rig.pass(Duration.ofHours(2));
        rig.ours.clear();

        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).contains(foreign);
        assertThat(rig.writes()).isZero();
        assertThat(rig.ours(IvsOperation.BATCH_GET_CHANNEL)).isEqualTo(1);
    }

    @Test
    void aMissedEvent_isMadeGoodByTheSweep() {
        rig.cloudTrail = false;
        Arn channel = rig.channel("main", OPTED_IN);
        Arn stage = rig.stage("main", OPTED_IN);
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isEmpty();

        rig.sweep();
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.lookAtStage(stage).recording().isOn()).isTrue();
    }

    @Test
    void manyEventsAtOnce_areOneLook() {
        rig.everything();
        rig.cloudTrail = false;
        for (int number = 0; number < 10; number++) {
            rig.streamEvent("Stream Start", rig.channel("c" + number));
        }

        rig.run();

        assertThat(rig.ours(IvsOperation.BATCH_GET_CHANNEL)).isEqualTo(2);
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).isEqualTo(10);
    }

    @Test
    void streamsOfAChannelThatConforms_costNoCall() {
        Arn channel = rig.channel("main", OPTED_IN);
        rig.run();
        rig.streamEvent("Stream Start", channel);
        rig.run();
        rig.ours.clear();

        rig.streamEvent("Stream End", channel);
        rig.run();

        assertThat(rig.ours).isEmpty();
    }

    // -- sweeps

    @Test
    void aGrantThatSomebodyDroppedFromABucketsPolicy_isAnIncidentOfTheNextSweep() {
        rig.customersStages.createStorageConfiguration("theirs", Rig.BUCKET, Map.of());
        rig.sweep();
        rig.run();
        assertThat(rig.incidents).doesNotContainKey(Cause.POLICY_GRANT_LOST);

        rig.buckets.putPolicy(Rig.BUCKET, "{\"Version\":\"2012-10-17\",\"Statement\":[]}");
        rig.pass(Duration.ofDays(1));
        rig.sweep();
        rig.run();

        assertThat(rig.incidents).containsKey(Cause.POLICY_GRANT_LOST);
        assertThat(rig.buckets.policy(Rig.BUCKET)).as("told, and nothing changed").get().asString()
                .doesNotContain("ivs-composite");
    }

    @Test
    void aSecondSweep_changesNothing() {
        rig.everything();
        for (int number = 0; number < 230; number++) {
            rig.channel("c" + number);
        }
        for (int number = 0; number < 12; number++) {
            rig.stage("s" + number);
        }
        rig.run();
        int writes = rig.writes();
        assertThat(writes).isEqualTo(230 + 12 + 2);

        rig.pass(Duration.ofDays(1));
        rig.sweep();
        rig.run();

        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isTrue();
        assertThat(rig.writes()).isEqualTo(writes);
        assertThat(rig.swept(ResourceKind.CHANNEL, "ResourcesChecked")).isEqualTo(230);
        assertThat(rig.swept(ResourceKind.CHANNEL, "ResourcesDrifted")).isZero();
        assertThat(rig.swept(ResourceKind.STAGE, "ResourcesChecked")).isEqualTo(12);
    }

    @Test
    void anotherPolicy_movesEverybodyAndCollectsWhatNobodyUses() {
        rig.everything();
        Arn channel = rig.channel("main");
        rig.run();
        Arn first = rig.look(channel).recordingConfiguration().orElseThrow();

        rig.policy("""
                {"version":1,"enrol":"everything","rules":[
                  {"name":"all","channel":{"recordingReconnectWindowSeconds":120},"stage":{}}]}""");
        rig.send(parameterChange(Rig.PARAMETER), Duration.ofMinutes(2));
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isPresent().isNotEqualTo(Optional.of(first));
        assertThat(rig.recordingConfigurations()).hasSize(1);
    }

    @Test
    void anotherParameter_isNoPolicy() {
        rig.everything();
        rig.run();
        rig.send(parameterChange("/some/other"), Duration.ZERO);
        rig.run();

        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isFalse();
        assertThat(rig.deadLetters()).isEmpty();
    }

    static String parameterChange(String name) {
        return """
                {"version":"0","id":"p","detail-type":"Parameter Store Change","source":"aws.ssm","account":"%s",
                 "time":"2026-03-07T09:00:00Z","region":"eu-west-1","resources":[],
                 "detail":{"operation":"Update","name":"%s","type":"String"}}""".formatted(Rig.ACCOUNT, name);
    }

    @Test
    void aBadPolicy_isRefusedWholeAndTheLastGoodOneStaysInForce() {
        rig.everything();
        rig.channel("one");
        rig.run();
        rig.policy("""
                {"version":1,"enrol":"everything","rules":[{"name":"a","channel":{"bucket":"not-ours"},"stage":5}]}""");
        rig.pass(Duration.ofMinutes(2));

        Arn channel = rig.channel("two");
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.incidents).containsKey(Cause.POLICY_REFUSED);

        rig.everything();
        rig.pass(Duration.ofMinutes(2));
        rig.sweep();
        rig.run();
        assertThat(rig.incidents).as("closed").isEmpty();
    }

    // -- foreign configurations

    @Test
    void aForeignConfiguration_isLeftAlone() {
        rig.everything();
        Arn foreign = rig.foreignConfiguration();
        Arn channel = rig.customer.createChannel("theirs", Optional.of(foreign), Map.of()).arn();

        rig.sweep();
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).contains(foreign);
        assertThat(rig.swept(ResourceKind.CHANNEL, "ResourcesLeftAlone")).isEqualTo(1);
    }

    @Test
    void replacingAForeignConfiguration_isUndoneByDetach() {
        String replace = """
                {"version":1,"enrol":"everything","foreignConfigurations":"replace","rules":[
                  {"name":"all","channel":{},"stage":{}}]}""";
        rig.policy(replace);
        Arn foreign = rig.foreignConfiguration();
        Arn channel = rig.customer.createChannel("theirs", Optional.of(foreign), Map.of()).arn();
        Arn storage = rig.customersStages.createStorageConfiguration("theirs", Rig.BUCKET, Map.of()).arn();
        StageRecording theirs = new StageRecording(Optional.of(storage), List.of("AUDIO_ONLY"), OptionalInt.of(10),
                OptionalInt.of(4), Optional.of(false), Optional.empty());
        Arn stage = rig.customersStages.createStage("theirs", theirs, Map.of()).arn();
        StageRecording before = rig.lookAtStage(stage).recording();
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent().isNotEqualTo(Optional.of(foreign));
        assertThat(rig.lookAtStage(stage).recording()).isNotEqualTo(before);

        rig.send("{\"provisioning\":\"detach\"}", Duration.ZERO);
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).contains(foreign);
        assertThat(rig.lookAtStage(stage).recording()).isEqualTo(before);
        assertThat(rig.recordingConfigurations()).extracting(it -> it.arn()).containsExactly(foreign);
        assertThat(rig.storageConfigurations()).extracting(it -> it.arn()).containsExactly(storage);
    }

    @Test
    void afterDetach_nothingIsAttachedUntilResumed() {
        rig.everything();
        Arn channel = rig.channel("one");
        rig.run();
        rig.send("{\"provisioning\":\"detach\"}", Duration.ZERO);
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isEmpty();
        assertThat(rig.recordingConfigurations()).isEmpty();

        Arn another = rig.channel("two");
        rig.sweep();
        rig.run();
        assertThat(rig.look(another).recordingConfiguration()).isEmpty();

        rig.send("{\"provisioning\":\"resume\"}", Duration.ZERO);
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.look(another).recordingConfiguration()).isPresent();
    }

    @Test
    void whatAnotherDeploymentMade_isLeftAloneEvenWhereForeignOnesAreReplaced() {
        rig.policy("""
                {"version":1,"enrol":"everything","foreignConfigurations":"replace","rules":[
                  {"name":"all","channel":{},"stage":{}}]}""");
        Arn other = rig.customer.createRecordingConfiguration("x", Rig.BUCKET,
                io.ivsorchestrator.ivs.RecordingConfiguration.Settings.DEFAULT,
                Map.of(Deployment.TAG, "second", Deployment.CONTENT_TAG, "0123456789abcdef")).arn();
        Arn channel = rig.customer.createChannel("theirs", Optional.of(other), Map.of()).arn();

        rig.sweep();
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).contains(other);
    }

    // -- traps

    @Test
    void trap_inVirginiaABucketElsewhereFails_itIsDeletedDiagnosedAndNotTriedForever() {
        Rig virginia = Rig.with(Rig.settings("us-east-1")).policy("""
                {"version":1,"enrol":"everything","rules":[
                  {"name":"all","channel":{"bucket":"%s"}}]}""".formatted(Rig.BUCKET_ELSEWHERE));
        Arn channel = virginia.channel("main");

        virginia.run(Duration.ofMinutes(30));

        assertThat(virginia.look(channel).recordingConfiguration()).isEmpty();
        assertThat(virginia.recordingConfigurations()).isEmpty();
        assertThat(virginia.incidents).containsKey(Cause.BUCKET_IN_OTHER_REGION);
        assertThat(virginia.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(1);
    }

    @Test
    void trap_createFailedWithAGoodBucket_isTriedAFewTimesAndBecomesAnIncident() {
        Rig virginia = Rig.with(Rig.settings("us-east-1")).everything();
        // The emulator fails what has an unusable bucket; what we are told of it is that nothing is wrong.
        virginia.buckets.delete(Rig.BUCKET);
        Arn channel = virginia.channel("main");
        virginia.run(Duration.ofSeconds(22));
        virginia.buckets.create(Rig.BUCKET, "us-east-1");
        virginia.run(Duration.ofMinutes(30));

        assertThat(virginia.look(channel).recordingConfiguration()).isPresent();
        assertThat(virginia.recordingConfigurations()).hasSize(1);
        assertThat(virginia.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(2);
    }

    @Test
    void trap_elsewhereABucketInAnotherRegionIsRefused_thatIsAnIncident() {
        rig.policy("""
                {"version":1,"enrol":"everything","rules":[
                  {"name":"all","channel":{"bucket":"%s"},"stage":{"bucket":"%s"}}]}"""
                .formatted(Rig.BUCKET_ELSEWHERE, Rig.BUCKET_ELSEWHERE));
        rig.channel("main");
        rig.stage("main");

        rig.run(Duration.ofMinutes(30));

        assertThat(rig.incidents).containsKey(Cause.BUCKET_IN_OTHER_REGION);
        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(1);
        assertThat(rig.ours(IvsOperation.CREATE_STORAGE_CONFIGURATION)).isEqualTo(1);
    }

    @Test
    void trap_aMissingBucket_isAnIncident() {
        rig.everything();
        rig.buckets.delete(Rig.BUCKET);
        rig.stage("main");

        rig.run(Duration.ofMinutes(30));

        assertThat(rig.incidents).containsKey(Cause.BUCKET_MISSING);
    }

    @Test
    void trap_aLiveChannel_isSetUpWhenItsStreamEnds() {
        rig.channel("first", OPTED_IN);
        rig.run();
        Arn channel = rig.channel("main", OPTED_IN);
        rig.mediaPlane.startStream(channel.value());
        rig.run(Duration.ofHours(1));
        assertThat(rig.look(channel).recordingConfiguration()).isEmpty();
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).isLessThan(12);

        rig.mediaPlane.endStream(channel.value());
        rig.streamEvent("Stream End", channel);
        rig.run(Duration.ofSeconds(1));

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
    }

    @Test
    void trap_aChannelThatIsAlwaysLive_isNotAskedForever() {
        Arn channel = rig.channel("main", OPTED_IN);
        rig.mediaPlane.startStream(channel.value());

        rig.run();

        assertThat(rig.waiting()).isZero();
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).isBetween(2, 20);
    }

    @Test
    void trap_aStreamEndThatNeverComes_isMadeGoodByLookingAgain() {
        Arn channel = rig.channel("main", OPTED_IN);
        rig.mediaPlane.startStream(channel.value());
        rig.run(Duration.ofMinutes(20));
        rig.mediaPlane.endStream(channel.value());

        rig.run(Duration.ofMinutes(16));

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
    }

    @Test
    void trap_aRecordingStage_isSetUpWhenItsPublishersAreGone() {
        rig.everything();
        Arn storage = rig.customersStages.createStorageConfiguration("theirs", Rig.BUCKET, Map.of()).arn();
        Arn stage = rig.customersStages.createStage("main", StageRecording.to(storage), Map.of()).arn();
        Participant participant = rig.mediaPlane.joinStage(stage.value(), "user", Map.of());
        rig.mediaPlane.publish(stage.value(), participant.participantId());
        rig.policy("""
                {"version":1,"enrol":"everything","foreignConfigurations":"replace","rules":[
                  {"name":"all","stage":{}}]}""");
        rig.run(Duration.ofHours(1));
        assertThat(rig.lookAtStage(stage).recording().storageConfiguration()).contains(storage);

        rig.mediaPlane.unpublish(stage.value(), participant.participantId());
        rig.stageEvent("Participant Unpublished", stage);
        rig.run(Duration.ofHours(1));

        assertThat(rig.lookAtStage(stage).recording().storageConfiguration()).isPresent()
                .isNotEqualTo(Optional.of(storage));
    }

    @Test
    void aPublishedParticipant_onAStageThatIsNotEnrolled_enrolsIt() {
        rig.everything();
        rig.cloudTrail = false;
        Arn stage = rig.stage("main");
        rig.stageEvent("Participant Published", stage);

        rig.run();

        assertThat(rig.lookAtStage(stage).recording().isOn()).isTrue();
    }

    @Test
    void trap_aConfigurationInUse_isNotDeletedAndCollectedLater() {
        rig.everything();
        Arn live = rig.channel("live");
        rig.run();
        Arn first = rig.look(live).recordingConfiguration().orElseThrow();
        rig.mediaPlane.startStream(live.value());
        rig.policy("""
                {"version":1,"enrol":"everything","rules":[
                  {"name":"all","channel":{"recordingReconnectWindowSeconds":120}}]}""");
        rig.send(parameterChange(Rig.PARAMETER), Duration.ofMinutes(2));
        rig.run();
        assertThat(rig.recordingConfigurations()).extracting(it -> it.arn()).contains(first).hasSize(2);

        rig.mediaPlane.endStream(live.value());
        rig.streamEvent("Stream End", live);
        rig.pass(Duration.ofMinutes(1));
        rig.run();
        rig.sweep();
        rig.run();

        assertThat(rig.recordingConfigurations()).extracting(it -> it.arn()).doesNotContain(first).hasSize(1);
    }

    @Test
    void trap_theEmptyArn_isOff() {
        rig.everything();
        Arn channel = rig.channel("main");
        rig.run();
        rig.policy("""
                {"version":1,"enrol":"everything","rules":[
                  {"name":"off","channel":{"record":false},"stage":{"record":false}}]}""");
        Arn stage = rig.stage("main");
        rig.send(parameterChange(Rig.PARAMETER), Duration.ofMinutes(2));
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isEmpty();
        assertThat(rig.lookAtStage(stage).recording().isOn()).isFalse();
    }

    @Test
    void trap_filtersOfListChannelsExcludeEachOther_onlyOneIsEverGiven() {
        rig.everything();
        rig.channel("main");
        rig.run();
        rig.send("{\"provisioning\":\"detach\"}", Duration.ZERO);

        rig.run();

        // Both together would be a 409, and the configuration would be left.
        assertThat(rig.recordingConfigurations()).isEmpty();
        assertThat(rig.ours(IvsOperation.LIST_CHANNELS)).isEqualTo(2);
    }

    @Test
    void trap_quota402_isNotAskedForAndToldAsAnIncident() {
        Rig full = Rig.with(Rig.settings("eu-west-1").withQuotas(Quotas.DEFAULT.withRecordingConfigurations(1)));
        full.foreignConfiguration();
        full.everything();
        Arn channel = full.channel("main");

        full.run(Duration.ofMinutes(30));

        assertThat(full.look(channel).recordingConfiguration()).isEmpty();
        assertThat(full.incidents).containsKey(Cause.QUOTA_EXCEEDED);
        assertThat(full.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(1);
    }

    @Test
    void trap_whatThePolicySaysIsFull_isNotEvenAskedFor() {
        rig.policy("""
                {"version":1,"enrol":"everything","quotas":{"recordingConfigurations":1},"rules":[
                  {"name":"all","channel":{}}]}""");
        rig.foreignConfiguration();
        Arn channel = rig.channel("main");

        rig.run(Duration.ofMinutes(30));

        assertThat(rig.writes()).isZero();
        assertThat(rig.incidents.get(Cause.QUOTA_EXCEEDED)).containsExactly(channel.value());
    }

    @Test
    void trap_pendingVerification403_isToldAsAnIncident_andMadeGoodByTheSweep() {
        rig.everything();
        rig.refused.put("CreateRecordingConfiguration", ErrorType.PENDING_VERIFICATION);
        Arn channel = rig.channel("main");
        rig.run();

        assertThat(rig.incidents).containsKey(Cause.ACCOUNT_NOT_VERIFIED);
        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(1);
        assertThat(rig.deadLetters()).isEmpty();

        rig.refused.clear();
        rig.sweep();
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.incidents).as("closed").isEmpty();
    }

    @Test
    void trap_accessDenied403_isToldAsAnIncidentOfItsOwn() {
        rig.channel("first", OPTED_IN);
        rig.run();
        rig.refused.put("UpdateChannel", ErrorType.ACCESS_DENIED);

        rig.channel("main", OPTED_IN);
        rig.run();

        assertThat(rig.incidents).containsOnlyKeys(Cause.ACCESS_DENIED);
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).isEqualTo(2);
    }

    @Test
    void anInternalError500_isTriedAgainLessAndLessOften() {
        rig.everything();
        rig.refused.put("UpdateChannel", ErrorType.INTERNAL_SERVER);
        Arn channel = rig.channel("main");
        rig.run(Duration.ofHours(1));
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).isBetween(5, 30);

        rig.refused.clear();
        rig.run(Duration.ofMinutes(20));

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.deadLetters()).isEmpty();
    }

    @Test
    void whereEvenListingFails_theEventWaitsByAMessageOfItsOwn() {
        rig.everything();
        rig.refused.put("ListRecordingConfigurations", ErrorType.INTERNAL_SERVER);
        Arn channel = rig.channel("main");
        rig.run(Duration.ofMinutes(10));

        rig.refused.clear();
        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.deadLetters()).isEmpty();
    }

    @Test
    void trap_ivsEditsTheBucketPolicy_besideWhatItHolds() {
        rig.everything();
        String theirs = """
                {"Version":"2012-10-17","Statement":[{"Sid":"Theirs","Effect":"Deny","Principal":"*","Action":"s3:*",
                 "Resource":"arn:aws:s3:::acme-live-recordings/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""";
        rig.buckets.putPolicy(Rig.BUCKET, theirs);
        rig.stage("one");
        rig.stage("two");

        rig.run();

        assertThat(rig.buckets.policy(Rig.BUCKET).orElseThrow()).contains("\"Theirs\"").contains("CompositeWrite-");
        // Each creation would edit it again, so there is one.
        assertThat(rig.ours(IvsOperation.CREATE_STORAGE_CONFIGURATION)).isEqualTo(1);
        assertThat(rig.incidents).isEmpty();
    }

    @Test
    void trap_aBucketPolicyThatIvsCouldNotEdit_isToldAsAnIncident() {
        rig.everything();
        rig.editFails = true;
        rig.stage("one");

        rig.run();

        assertThat(rig.incidents).containsOnlyKeys(Cause.POLICY_GRANT_LOST);
    }

    @Test
    void brokenAndForgedMessages_goToTheDeadLetters_andTheRestGoesOn() {
        rig.send("no json", Duration.ZERO);
        rig.send("{\"provisioning\":\"dance\"}", Duration.ZERO);
        rig.sendEvent("IVS Stream State Change", rig.channel("x"), "{}");
        rig.send(parameterChange(Rig.PARAMETER).replace(Rig.ACCOUNT, "999999999999"), Duration.ZERO);
        Arn channel = rig.channel("main", OPTED_IN);

        rig.run();

        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
        assertThat(rig.deadLetters()).hasSize(4);
    }
}
