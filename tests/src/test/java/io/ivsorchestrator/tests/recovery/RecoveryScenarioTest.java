package io.ivsorchestrator.tests.recovery;

import static io.ivsorchestrator.tests.recovery.EmulatedAccount.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Attempt;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentKey;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For each way in which recording fails that the emulator can play: from the fault to the incident, its diagnosis, the message, the
 * repair where there is one, and the next recording that works.
 */
class RecoveryScenarioTest {
    private static final List<String> CHANGES = List.of("CreateRecordingConfiguration", "DeleteRecordingConfiguration",
            "UpdateChannel", "UpdateStage", "CreateStorageConfiguration", "DeleteStorageConfiguration", "StopStream",
            "StartComposition");

    private EmulatedAccount account = new EmulatedAccount("repair");

    @AfterEach
    void stop() {
        account.close();
    }

    private void use(EmulatedAccount another) {
        account.close();
        account = another;
    }

    private static IncidentKey ofBucket(Cause cause) {
        return new IncidentKey(cause, "arn:aws:s3:::" + BUCKET);
    }

    private Incident theIncident() {
        assertThat(account.open()).hasSize(1);
        return account.open().getFirst();
    }

    /** Faults of a bucket that a person has to mend. */
    enum BucketFault {
        DELETED(Cause.BUCKET_MISSING), MOVED(Cause.BUCKET_IN_OTHER_REGION), KMS(Cause.SSE_KMS), WRITER_OWNS(
                Cause.OBJECT_OWNERSHIP);

        private final Cause cause;

        BucketFault(Cause cause) {
            this.cause = cause;
        }

        private void strike(EmulatedAccount account) {
            switch (this) {
                case DELETED -> account.store.delete(BUCKET);
                case MOVED -> account.store.create(BUCKET, "ap-south-1");
                case KMS -> account.store.encrypt(BUCKET, BucketStore.Encryption.SSE_KMS);
                case WRITER_OWNS -> account.store.own(BUCKET, BucketStore.Ownership.OBJECT_WRITER);
            }
        }
    }

    private void assertToldAbout(Cause cause) {
        assertThat(theIncident().key()).isEqualTo(ofBucket(cause));
        assertThat(account.people.sent()).singleElement().satisfies(message -> {
            assertThat(message.subject()).isEqualTo("Recording fails: " + cause.title());
            assertThat(message.text()).contains("runbook/" + cause.page() + ".md").contains(BUCKET);
        });
    }

    private void assertClosed() {
        assertThat(account.open()).isEmpty();
        assertThat(account.people.sent()).last()
                .satisfies(message -> assertThat(message.subject()).startsWith("Recording works again"));
    }

    @ParameterizedTest
    @EnumSource
    void participant_bucketFault(BucketFault fault) {
        Arn stage = account.stage();
        fault.strike(account);
        account.publish(stage);
        account.settle();
        assertToldAbout(fault.cause);
        assertThat(account.calls).doesNotContain("UpdateStage");

        account.mend();
        if (fault == BucketFault.DELETED) {
            // With the bucket its policy went: IVS writes it again with another storage configuration.
            account.realTime.createStorageConfiguration("again", BUCKET, Map.of());
        }
        account.pass(Duration.ofMinutes(20));
        account.publish(stage);
        account.settle();
        assertClosed();
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETED", "MOVED", "KMS"})
    void channel_bucketFault(BucketFault fault) {
        Arn channel = account.channel();
        fault.strike(account);
        account.studio.start(channel.value());
        account.settle();
        assertToldAbout(fault.cause);

        account.mend();
        account.studio.end(channel.value());
        account.pass(Duration.ofMinutes(20));
        account.studio.start(channel.value());
        account.settle();
        assertClosed();
    }

    @Test
    void lostGrant_isRestored_andTheNextParticipantIsRecorded() {
        Arn stage = account.stage();
        account.loseGrant();
        account.publish(stage);
        account.settle();

        assertToldAbout(Cause.POLICY_GRANT_LOST);
        assertThat(theIncident().attempts()).singleElement()
                .satisfies(attempt -> assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.DONE));
        assertThat(account.store.policy(BUCKET).orElseThrow()).contains("TeamReads", "ivs-composite.eu-west-1");
        account.pass(Duration.ofMinutes(1));
        account.publish(stage);
        account.settle();
        assertClosed();
        assertThat(account.policiesPut).hasSize(1);
    }

    @Test
    void lostGrant_whileRecording_isRestored() {
        Arn stage = account.stage();
        account.fault = new RecordingFault.AfterTime(Duration.ofMinutes(3),
                io.ivsorchestrator.local.ivs.studio.Cause.BUCKET_ACCESS_DENIED, true);
        account.publish(stage);
        account.settle();
        account.loseGrant();
        account.pass(Duration.ofMinutes(5));
        account.settle();

        assertToldAbout(Cause.POLICY_GRANT_LOST);
        assertThat(account.policiesPut).hasSize(1);
    }

    @Test
    void configurationThatCouldNotBeCreated_isReplaced_andTheNextStreamIsRecorded() {
        // In us-east-1 a bucket elsewhere is taken, and the configuration fails later.
        use(new EmulatedAccount("repair", "us-east-1"));
        account.store.create(BUCKET, "eu-west-1");
        Arn channel = account.channel();
        Arn broken = account.lowLatency.getChannel(channel).recordingConfiguration().orElseThrow();
        assertThat(account.lowLatency.getRecordingConfiguration(broken).hasFailed()).isTrue();
        account.store.create(BUCKET, "us-east-1");
        account.studio.start(channel.value());
        account.settle();
        assertThat(theIncident().key()).isEqualTo(
                new IncidentKey(Cause.CONFIGURATION_CREATE_FAILED, broken.value()));

        account.studio.end(channel.value());
        account.pass(Duration.ofMinutes(1));
        account.comeBack();
        Incident repaired = theIncident();
        assertThat(repaired.attempts().getLast().outcome()).isEqualTo(Attempt.Outcome.DONE);
        assertThat(account.calls.indexOf("UpdateChannel")).isLessThan(
                account.calls.indexOf("DeleteRecordingConfiguration"));
        account.pass(Duration.ofMinutes(1));
        account.studio.start(channel.value());
        account.settle();
        assertClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CODEC_NOT_SUPPORTED", "SERVICE_ERROR"})
    void faultThatIsNotOurs_isTold_andClosedByTheNextRecordingThatWorks(String cause) {
        Arn stage = account.stage();
        account.fault = new RecordingFault.AtStart(io.ivsorchestrator.local.ivs.studio.Cause.valueOf(cause));
        account.publish(stage);
        account.settle();
        assertThat(theIncident().key()).isEqualTo(new IncidentKey(
                cause.equals("SERVICE_ERROR") ? Cause.SERVICE_ERROR : Cause.UNSUPPORTED_CODEC, stage.value()));

        account.fault = RecordingFault.NONE;
        account.pass(Duration.ofMinutes(1));
        String participant = account.publish(stage);
        account.pass(Duration.ofMinutes(10));
        account.studio.leave(stage.value(), participant);
        account.pass(Duration.ofMinutes(10));
        account.settle();
        assertClosed();
    }

    @Test
    void observe_changesNothing_whateverHappens() {
        use(new EmulatedAccount("observe"));
        Arn stage = account.stage();
        Arn channel = account.channel();
        account.calls.clear();
        account.loseGrant();
        account.publish(stage);
        account.settle();
        account.store.encrypt(BUCKET, EmulatedAccount.kms());
        account.studio.start(channel.value());
        account.settle();
        account.store.delete(BUCKET);
        account.publish(stage);
        account.settle();

        assertThat(account.open()).extracting(incident -> incident.key().cause()).containsExactlyInAnyOrder(
                Cause.POLICY_GRANT_LOST, Cause.SSE_KMS, Cause.BUCKET_MISSING);
        assertThat(account.policiesPut).isEmpty();
        assertThat(account.calls).doesNotContainAnyElementsOf(CHANGES);
        assertThat(account.open()).flatExtracting(Incident::attempts)
                .extracting(Attempt::outcome)
                .containsOnly(Attempt.Outcome.PROPOSED);
    }

    @Test
    void restartStream_letsTheEncoderComeBack_andBeRecorded() {
        use(new EmulatedAccount("restart-stream"));
        Arn channel = account.channel();
        account.fault = new RecordingFault.AtStart(io.ivsorchestrator.local.ivs.studio.Cause.SERVICE_ERROR);
        account.studio.start(channel.value());
        account.settle();
        assertThat(account.calls).containsOnlyOnce("StopStream");

        account.fault = RecordingFault.NONE;
        account.pass(Duration.ofMinutes(1));
        account.studio.start(channel.value());
        account.pass(Duration.ofMinutes(10));
        account.studio.end(channel.value());
        account.pass(Duration.ofMinutes(1));
        account.settle();
        assertClosed();
    }

    @Test
    void compose_recordsWhoIsNotRecorded() {
        use(new EmulatedAccount("repair,compose"));
        Arn stage = account.stage();
        account.loseGrant();
        account.publish(stage);
        account.publish(stage);
        account.settle();

        assertThat(account.calls).containsOnlyOnce("StartComposition");
        assertThat(account.realTime.listCompositions(Optional.of(stage), Optional.empty()).items()).hasSize(1);
        assertThat(theIncident().attempts()).extracting(Attempt::remedy, Attempt::outcome).containsExactly(
                tuple("restore-policy-grant", Attempt.Outcome.DONE),
                tuple("compose", Attempt.Outcome.DONE));
    }

    @Test
    void storm_oneIncident_oneRepair_oneMessage() {
        Arn stage = account.stage();
        account.loseGrant();
        account.calls.clear();
        for (int i = 0; i < 12; i++) {
            account.publish(stage);
        }
        account.settle();

        assertThat(theIncident().recordings()).isEqualTo(12);
        assertThat(account.policiesPut).hasSize(1);
        assertThat(account.people.sent()).hasSize(1);
        assertThat(account.calls).hasSizeLessThanOrEqualTo(2);
    }
}
