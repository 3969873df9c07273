package io.ivsorchestrator.recovery;

import static io.ivsorchestrator.recovery.TroubledAccount.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.RecordingChange;
import io.ivsorchestrator.incident.Attempt;
import io.ivsorchestrator.incident.Attempt.Outcome;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.ivs.BucketPolicy;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.Participant;
import io.ivsorchestrator.ivs.ParticipantSummary;
import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.StageSession;
import io.ivsorchestrator.runtime.QueueMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Remedies that are not done, that somebody else was quicker with, that are interrupted or do not help. */
class RemediesTest {
    private static final String SESSION = "st-aB1cD2eF3gH4i";

    private TroubledAccount account = new TroubledAccount("repair");

    private void later(Duration time) {
        account.now = account.now.plus(time);
    }

    private Attempt theAttempt() {
        List<Attempt> attempts = account.theIncident().attempts();
        assertThat(attempts).hasSize(1);
        return attempts.getFirst();
    }

    private void assertTold(String... words) {
        assertThat(account.people.sent()).singleElement()
                .satisfies(message -> assertThat(message.text()).contains(words));
    }

    private void assertNotDone(String remedy, String why, IvsOperation call) {
        assertThat(theAttempt().outcome()).isEqualTo(Outcome.REFUSED);
        assertTold(remedy + " was not done", why);
        assertThat(account.ivs.calls()).doesNotContain(call);
    }

    // -- the grant

    @Test
    void aPolicyWithoutStatements_isLeftAsItIs_andToldOnce() {
        account.buckets.policy(BUCKET, Optional.of("{\"Version\":\"2012-10-17\"}"));
        account.publish(SESSION);
        account.settle();
        later(Duration.ofHours(1));
        account.publish(SESSION);
        account.settle();

        assertThat(theAttempt().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(account.buckets.policiesPut()).isEmpty();
        assertTold("restore-policy-grant was not done", "The policy cannot be read: $.Statement: is missing");
    }

    @Test
    void aPolicyWithoutRoomForTheGrant_isLeftAsItIs_andTheSizeTold() {
        String full = "{\"Statement\":[" + TroubledAccount.OTHERS.replace("TeamReads",
                "TeamReads" + "a".repeat(BucketPolicy.MAX_BYTES - 400)) + "]}";
        account.buckets.policy(BUCKET, Optional.of(full));
        account.publish(SESSION);
        account.settle();

        assertThat(account.buckets.policy(BUCKET)).contains(full);
        assertThat(account.buckets.policiesPut()).isEmpty();
        assertThat(theAttempt().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(theAttempt().remark()).matches("The policy would have 20[0-9]{3} bytes, S3 takes 20480\\.");
        assertTold("restore-policy-grant was not done", "S3 takes 20480");
    }

    @Test
    void aPolicyThatSomebodyElseWritesRightAfterUs_isNotTakenForRepaired() {
        account.loseGrant();
        account.buckets.afterNextPut(() -> account.buckets.policy(BUCKET,
                Optional.of("{\"Statement\":[" + TroubledAccount.GRANT + "]}")));
        account.publish(SESSION);
        account.settle();

        assertThat(theAttempt().outcome()).isEqualTo(Outcome.FAILED);
        assertTold("restore-policy-grant was tried in vain", "read back is not the one that was written");
    }

    @Test
    void aBucketThatIsDeletedAfterTheLook_makesTheRepairFail() {
        account.loseGrant();
        account.buckets.afterNextLook(() -> account.buckets.delete(BUCKET));
        account.publish(SESSION);
        account.settle();

        assertThat(theAttempt().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(theAttempt().remark()).contains("writing the policy of bucket " + BUCKET);
    }

    @Test
    void whatWasProposed_isDoneWithTheNextFailure_onceTheModeAllowsIt() {
        account = new TroubledAccount("observe");
        account.loseGrant();
        account.publish(SESSION);
        account.settle();
        account.publish(SESSION);
        account.settle();
        assertThat(theAttempt().outcome()).isEqualTo(Outcome.PROPOSED);

        account.publish(SESSION);
        account.recover("repair").handle(account.messages(), () -> true);

        assertThat(account.theIncident().attempts()).extracting(Attempt::outcome).containsExactly(Outcome.PROPOSED,
                Outcome.DONE);
        assertThat(account.buckets.policiesPut()).hasSize(1);
    }

    // -- recording configurations

    private Arn attached() {
        return account.ivs.lowLatency().getChannel(account.channel).recordingConfiguration().orElseThrow();
    }

    private void fail(Arn configuration) {
        account.ivs.failRecordingConfiguration(configuration);
        account.ivs.calls().clear();
    }

    /** A stream was not recorded for the broken configuration, and is over. */
    private void failStream() {
        account.stream();
        account.ivs.endStream(account.channel);
    }

    private List<RecordingConfiguration> configurations() {
        return account.ivs.lowLatency().listRecordingConfigurations(Optional.empty()).items();
    }

    private RecordingConfiguration another() {
        return account.ivs.lowLatency().createRecordingConfiguration("theirs", BUCKET,
                RecordingConfiguration.Settings.DEFAULT, Map.of());
    }

    @Test
    void aConfigurationThatSomebodyReplacedMeanwhile_isLeft() {
        Arn broken = attached();
        Arn theirs = another().arn();
        fail(broken);
        failStream();
        account.beforeNext(IvsOperation.GET_RECORDING_CONFIGURATION,
                () -> account.ivs.lowLatency().updateChannel(account.channel, Optional.of(theirs)));
        account.settle();

        assertThat(theAttempt().outcome()).isEqualTo(Outcome.DONE);
        assertThat(theAttempt().after()).isEqualTo(theirs.value());
        assertTold("Another configuration is attached already.");
        assertThat(attached()).isEqualTo(theirs);
        assertThat(account.ivs.calls()).doesNotContain(IvsOperation.CREATE_RECORDING_CONFIGURATION);
    }

    @Test
    void aChannelThatSomebodySwitchedOffMeanwhile_staysOff() {
        fail(attached());
        failStream();
        account.beforeNext(IvsOperation.GET_RECORDING_CONFIGURATION,
                () -> account.ivs.lowLatency().updateChannel(account.channel, Optional.empty()));
        account.settle();

        assertThat(theAttempt().outcome()).isEqualTo(Outcome.DONE);
        assertTold("The channel is not recorded any more.");
        assertThat(account.ivs.lowLatency().getChannel(account.channel).recordingConfiguration()).isEmpty();
        assertThat(account.ivs.calls()).doesNotContain(IvsOperation.CREATE_RECORDING_CONFIGURATION);
    }

    /** As a configuration may be that was made just now: IVS does not know it everywhere. */
    @Test
    void aConfigurationThatWasOnlyNotFoundForAMoment_isLeft() {
        Arn there = attached();
        account.ivs.startStream(account.channel);
        account.ivs.endStream(account.channel);
        account.tellChannel("st-another0123456789A", RecordingChange.START_FAILURE,
                Optional.of("ValidationException"));
        account.beforeNext(IvsOperation.GET_RECORDING_CONFIGURATION, () -> {
            throw new IvsRefusedException.NotFound(IvsOperation.GET_RECORDING_CONFIGURATION,
                    "ResourceNotFoundException", "not found");
        });
        account.settle();

        assertThat(account.theIncident().key().cause()).isEqualTo(Cause.CONFIGURATION_MISSING);
        assertThat(theAttempt().outcome()).isEqualTo(Outcome.DONE);
        assertTold("The configuration is ACTIVE.");
        assertThat(attached()).isEqualTo(there);
        assertThat(configurations()).hasSize(1);
    }

    /** Left alone they would use up the quota of twenty, and then nothing could be repaired at all. */
    @Test
    void aReplacementThatFailsAsWell_isDeleted_toldAndTriedThreeTimes_withoutLeavingOthersBehind() {
        Arn broken = attached();
        fail(broken);
        for (int failure = 0; failure < 5; failure++) {
            failStream();
            account.settle();
            for (int round = 0; round < 4; round++) {
                configurations().forEach(it -> account.ivs.failRecordingConfiguration(it.arn()));
                later(Duration.ofSeconds(30L * (round + 1)));
                account.comeBack();
            }
            later(Duration.ofMinutes(10));
        }

        assertThat(configurations()).extracting(RecordingConfiguration::arn).containsExactly(broken);
        assertThat(attached()).isEqualTo(broken);
        assertThat(account.ivs.calls()).filteredOn(IvsOperation.CREATE_RECORDING_CONFIGURATION::equals)
                .hasSize(Remedies.MAX_TRIES);
        assertThat(account.theIncident().attempts()).extracting(Attempt::outcome).containsExactly(
                Outcome.STARTED, Outcome.FAILED, Outcome.STARTED, Outcome.FAILED, Outcome.STARTED, Outcome.FAILED);
        assertThat(account.people.sent()).last().satisfies(message -> assertThat(message.text()).contains(
                "replace-configuration was tried in vain",
                "The new configuration is CREATE_FAILED, too. The broken one was deleted."));
    }

    private static Runnable refusing(IvsRefusedException refused) {
        return () -> {
            throw refused;
        };
    }

    /** From a failure to where its replacement can be attached. */
    private void replaceSoon() {
        fail(attached());
        failStream();
        account.settle();
        assertThat(theAttempt().outcome()).isEqualTo(Outcome.STARTED);
        later(Duration.ofSeconds(30));
    }

    @Test
    void whereOurShareOfCallsIsUsedUpWhileAttaching_itGoesOnByAMessage_withTheSameReplacement() {
        Arn broken = attached();
        replaceSoon();
        account.beforeNext(IvsOperation.UPDATE_CHANNEL,
                refusing(new IvsRefusedException.Deferred(IvsOperation.UPDATE_CHANNEL, account.now.plusSeconds(1))));
        account.comeBack();
        assertThat(account.theIncident().attempts().getLast().remark())
                .isEqualTo("It is attached to its channels one after the other.");
        assertThat(attached()).isEqualTo(broken);

        later(Duration.ofMinutes(1));
        account.comeBack();

        assertThat(account.theIncident().attempts().getLast().outcome()).isEqualTo(Outcome.DONE);
        assertThat(configurations()).extracting(RecordingConfiguration::arn).containsExactly(attached())
                .doesNotContain(broken);
        assertThat(account.ivs.calls()).containsOnlyOnce(IvsOperation.CREATE_RECORDING_CONFIGURATION);
    }

    @Test
    void aChannelThatIsGoneMeanwhile_holdsNoOtherUp() {
        Arn other = account.ivs.lowLatency().createChannel("other", Optional.of(attached()), Map.of()).arn();
        Arn broken = attached();
        replaceSoon();
        account.beforeNext(IvsOperation.UPDATE_CHANNEL, refusing(new IvsRefusedException.NotFound(
                IvsOperation.UPDATE_CHANNEL, "ResourceNotFoundException", "channel not found")));
        account.comeBack();

        assertThat(account.theIncident().attempts().getLast().outcome()).isEqualTo(Outcome.DONE);
        assertThat(account.ivs.lowLatency().getChannel(other).recordingConfiguration()).isPresent()
                .isNotEqualTo(Optional.of(broken));
    }

    @Test
    void aBrokenConfigurationThatMayNotBeDeleted_isLeft_andTheRepairIsDone() {
        Arn broken = attached();
        replaceSoon();
        account.beforeNext(IvsOperation.DELETE_RECORDING_CONFIGURATION, refusing(new IvsRefusedException.AccessDenied(
                IvsOperation.DELETE_RECORDING_CONFIGURATION, "AccessDeniedException", "not allowed")));
        account.comeBack();

        assertThat(account.theIncident().attempts().getLast()).satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo(Outcome.DONE);
            assertThat(attempt.remark()).startsWith("The old one was left: DELETE_RECORDING_CONFIGURATION");
        });
        assertThat(attached()).isNotEqualTo(broken);
        assertThat(configurations()).hasSize(2);
    }

    @Test
    void aBrokenConfigurationThatAnotherChannelGetsMeanwhile_isLeft() {
        Arn broken = attached();
        replaceSoon();
        account.beforeNext(IvsOperation.UPDATE_CHANNEL, () -> account.ivs.lowLatency().createChannel("late",
                Optional.of(broken), Map.of()));
        account.comeBack();

        assertThat(account.theIncident().attempts().getLast().outcome()).isEqualTo(Outcome.DONE);
        assertThat(account.theIncident().attempts().getLast().remark()).isEqualTo("The old one was left.");
        assertThat(configurations()).hasSize(2);
    }

    /** The lease is given back, so that the next delivery need not wait for its end. */
    @Test
    void aRepairThatIvsCannotDoNow_isGivenBack_andDoneWithTheNextDelivery() {
        fail(attached());
        failStream();
        List<QueueMessage> messages = account.messages();
        account.beforeNext(IvsOperation.CREATE_RECORDING_CONFIGURATION, refusing(new IvsRefusedException.Unavailable(
                IvsOperation.CREATE_RECORDING_CONFIGURATION, "InternalServerException", "away")));

        assertThat(account.handle(messages).returned()).hasSize(1);
        assertThat(account.theIncident().attempts()).isEmpty();
        assertThat(account.handle(messages).returned()).isEmpty();

        assertThat(theAttempt().outcome()).isEqualTo(Outcome.STARTED);
        assertThat(configurations()).hasSize(2);
    }

    /** Its message may be lost; within two days nobody else begins, since it may only be waiting for the stream's end. */
    @Test
    void aReplacementWhoseMessageIsLost_isTakenUpByAFailureTwoDaysLater_andNotSooner() {
        fail(attached());
        failStream();
        account.settle();
        account.later.clear();
        later(Duration.ofHours(40));
        failStream();
        account.settle();
        assertThat(theAttempt().outcome()).isEqualTo(Outcome.STARTED);

        later(Duration.ofHours(10));
        failStream();
        account.settle();

        assertThat(account.theIncident().attempts()).extracting(Attempt::outcome).containsExactly(Outcome.STARTED,
                Outcome.DONE);
        assertThat(account.ivs.calls()).containsOnlyOnce(IvsOperation.CREATE_RECORDING_CONFIGURATION);
    }

    // -- storage configurations

    private Arn loseStorage() {
        Arn gone = account.ivs.realTime().getStage(account.stage).recording().storageConfiguration().orElseThrow();
        account.ivs.loseConfiguration(gone);
        account.tellParticipant(SESSION, RecordingChange.START_FAILURE, "ResourceNotFoundException", "");
        account.ivs.calls().clear();
        return gone;
    }

    @Test
    void aStorageConfigurationThatIsGone_inObserve_isOnlyToldOf() {
        account = new TroubledAccount("observe");
        Arn gone = loseStorage();
        account.settle();

        assertThat(theAttempt().outcome()).isEqualTo(Outcome.PROPOSED);
        assertThat(theAttempt().before()).isEqualTo(gone.value() + " of " + account.stage);
        assertTold("would be done if the mode allowed it", "A new one with bucket " + BUCKET + ".");
        assertThat(account.ivs.calls()).containsOnly(IvsOperation.GET_STAGE, IvsOperation.GET_STORAGE_CONFIGURATION);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStageThatSomebodySetUpMeanwhile_isLeft(boolean on) {
        Arn theirs = account.ivs.realTime().createStorageConfiguration("theirs", BUCKET, Map.of()).arn();
        StageRecording set = on ? StageRecording.to(theirs) : StageRecording.OFF;
        loseStorage();
        account.beforeNext(IvsOperation.GET_STORAGE_CONFIGURATION,
                () -> account.ivs.realTime().updateStage(account.stage, set));
        account.settle();

        assertThat(theAttempt().outcome()).isEqualTo(Outcome.DONE);
        assertTold(on
                ? "Another configuration is attached already."
                : "The stage's participants are not recorded any more.");
        assertThat(account.ivs.realTime().getStage(account.stage).recording()).isEqualTo(set);
        assertThat(account.ivs.calls()).doesNotContain(IvsOperation.CREATE_STORAGE_CONFIGURATION);
    }

    // -- stand-ins

    private void tellError(String code) {
        account.tellParticipant(SESSION, RecordingChange.START_FAILURE, code, "");
    }

    @Test
    void compose_whenEverybodyHasStoppedPublishing_startsNothing() {
        account = new TroubledAccount("compose");
        account.ivs.put(account.stage, new StageSession(SESSION, Optional.of(account.now), Optional.empty()));
        account.ivs.put(account.stage, SESSION, new Participant(new ParticipantSummary("Nb7vC6xZ5lKj",
                Optional.empty(), "CONNECTED", false, Optional.of(account.now), Optional.empty(), Optional.empty(),
                Optional.empty()), Optional.empty(), Optional.empty()));
        tellError("InternalServerException");
        account.settle();

        assertNotDone("compose", "Nobody is publishing any more.", IvsOperation.START_COMPOSITION);
    }

    @Test
    void compose_onAStageThatIsNotRecordedAnyMore_startsNothing() {
        account = new TroubledAccount("compose");
        account.publishing(SESSION);
        tellError("InternalServerException");
        account.ivs.realTime().updateStage(account.stage, StageRecording.OFF);
        account.settle();

        assertNotDone("compose", "The stage has no storage configuration any more.", IvsOperation.START_COMPOSITION);
    }

    /** Each hour of a composition is paid for. */
    @Test
    void compose_forTwoIncidentsOfOneSession_startsOneStandIn_andAnotherOnlyWhenThatHasStopped() {
        account = new TroubledAccount("compose");
        account.publishing(SESSION);
        tellError("InternalServerException");
        account.settle();
        Arn running = new Arn(theAttempt().after());
        tellError("SomethingNewException");
        account.settle();

        assertThat(account.open()).hasSize(2).allSatisfy(incident -> assertThat(incident.attempts()).singleElement()
                .satisfies(attempt -> assertThat(attempt.after()).isEqualTo(running.value())));
        assertThat(account.ivs.calls()).containsOnlyOnce(IvsOperation.START_COMPOSITION);

        account.ivs.realTime().stopComposition(running);
        account.tellParticipant(SESSION, RecordingChange.START_FAILURE, "ValidationException", "unsupported codec");
        account.settle();
        assertThat(account.ivs.calls()).filteredOn(IvsOperation.START_COMPOSITION::equals).hasSize(2);
    }

    // -- streams

    @Test
    void restartStream_ofAStreamThatIsOver_stopsNothing() {
        account = new TroubledAccount("restart-stream");
        String stream = account.ivs.startStream(account.channel).streamId();
        account.tellChannel(stream, RecordingChange.START_FAILURE, Optional.of("InternalServerException"));
        account.ivs.endStream(account.channel);
        account.settle();

        assertNotDone("restart-stream", "The stream is over.", IvsOperation.STOP_STREAM);
    }

    @Test
    void restartStream_ofAStreamThatEndsRightBeforeIt_isTriedInVain() {
        account = new TroubledAccount("restart-stream");
        String stream = account.ivs.startStream(account.channel).streamId();
        account.tellChannel(stream, RecordingChange.START_FAILURE, Optional.of("InternalServerException"));
        account.beforeNext(IvsOperation.STOP_STREAM, () -> account.ivs.endStream(account.channel));
        account.settle();

        assertThat(theAttempt().outcome()).isEqualTo(Outcome.FAILED);
        assertTold("restart-stream was tried in vain", "ChannelNotBroadcasting");
    }
}
