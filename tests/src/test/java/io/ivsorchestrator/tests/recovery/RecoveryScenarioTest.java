package io.ivsorchestrator.tests.recovery;

import static io.ivsorchestrator.tests.recovery.EmulatedAccount.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Attempt;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentKey;
import io.ivsorchestrator.ivs.CompositionSummary;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.Failure;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.Salvage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

    @ParameterizedTest
    @EnumSource
    void composite_bucketFault(BucketFault fault) {
        Arn storage = account.storage();
        Arn stage = account.stageToCompose();
        fault.strike(account);
        account.compose(stage, storage);
        account.settle();
        assertToldAbout(fault.cause);

        account.mend();
        if (fault == BucketFault.DELETED) {
            account.realTime.createStorageConfiguration("again", BUCKET, Map.of());
        }
        account.pass(Duration.ofMinutes(20));
        account.compose(stage, storage);
        account.settle();
        assertClosed();
    }

    @Test
    void composite_lostGrant_isRestored_andTheNextCompositionIsRecorded() {
        Arn storage = account.storage();
        Arn stage = account.stageToCompose();
        account.loseGrant();
        account.compose(stage, storage);
        account.settle();

        assertToldAbout(Cause.POLICY_GRANT_LOST);
        assertThat(account.policiesPut).hasSize(1);
        account.pass(Duration.ofMinutes(1));
        account.compose(stage, storage);
        account.settle();
        assertClosed();
    }

    @Test
    void composite_thatBreaksOff_isExplained_thoughItsCompositionHasVanished() {
        Arn storage = account.storage();
        Arn stage = account.stageToCompose();
        account.fault = new RecordingFault.AfterTime(Duration.ofMinutes(3),
                io.ivsorchestrator.local.ivs.studio.Cause.BUCKET_ACCESS_DENIED, true);
        Arn composition = account.compose(stage, storage);
        account.settle();
        account.loseGrant();
        account.pass(Duration.ofMinutes(5));
        account.studio.catchUp();
        account.pass(Duration.ofMinutes(6));
        account.settle();

        assertThat(account.realTime.listCompositions(Optional.of(stage), Optional.empty()).items())
                .extracting(CompositionSummary::arn).doesNotContain(composition);
        assertToldAbout(Cause.POLICY_GRANT_LOST);
        assertThat(account.policiesPut).hasSize(1);
    }

    /** What is recorded, by kind. */
    enum Live {
        CHANNEL, PARTICIPANT, COMPOSITE;

        private void begin(EmulatedAccount account, Arn resource, Arn storage) {
            switch (this) {
                case CHANNEL -> account.studio.start(resource.value());
                case PARTICIPANT -> account.publish(resource);
                case COMPOSITE -> account.compose(resource, storage);
            }
        }

        private Arn resource(EmulatedAccount account, Arn storage) {
            return switch (this) {
                case CHANNEL -> account.channel();
                case PARTICIPANT -> account.stage(storage);
                case COMPOSITE -> account.stageToCompose();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void recordingThatBreaksOff_isTold_andWhatIsThereIsPlayable_besideIvssObjects(Live live) {
        Arn storage = account.storage();
        Arn resource = live.resource(account, storage);
        account.fault = new RecordingFault.AfterTime(Duration.ofMinutes(2),
                io.ivsorchestrator.local.ivs.studio.Cause.SERVICE_ERROR, true);
        live.begin(account, resource, storage);
        account.pass(Duration.ofMinutes(1));
        account.settle();
        account.pass(Duration.ofMinutes(5));
        account.studio.catchUp();
        String prefix = account.studio.recorded().getLast().prefix();
        Map<String, String> before = account.digests(prefix);
        account.settle();

        assertThat(theIncident().key().cause()).isEqualTo(Cause.SERVICE_ERROR);
        assertThat(account.people.sent()).hasSize(1);
        RecordingSummary failed = account.recorded(prefix);
        assertThat(failed.failure()).map(Failure::partial).contains(true);
        assertThat(failed.salvage()).containsInstanceOf(Salvage.Playable.class);
        assertThat(account.bus.told()).last().asString().endsWith("Recording Media Changed");
        assertThat(account.digests(prefix)).containsAllEntriesOf(before)
                .containsKey("salvage/hls/multivariant.m3u8");
    }

    @ParameterizedTest
    @EnumSource
    void recordingWithoutEnd_allEventsLost_isFoundByTheSweep_andPlayable(Live live) {
        Arn storage = account.storage();
        Arn resource = live.resource(account, storage);
        account.fault = new RecordingFault.AfterTime(Duration.ofMinutes(2),
                io.ivsorchestrator.local.ivs.studio.Cause.SERVICE_ERROR, false);
        live.begin(account, resource, storage);
        account.pass(Duration.ofMinutes(3));
        account.loseEvents();
        String prefix = account.studio.recorded().getLast().prefix();
        account.pass(Duration.ofHours(1));

        account.loseEvents();
        account.sweep();

        assertThat(account.recorded(prefix).salvage()).as("%s", account.recorded(prefix))
                .containsInstanceOf(Salvage.Playable.class);
        assertThat(account.recorded(prefix).sources()).doesNotContain(EvidenceSource.IVS_EVENT,
                EvidenceSource.S3_EVENT);
    }

    /** What IVS documents as no failure, though less is recorded than somebody may expect. */
    enum NoFailure {
        SHORT_STREAM, SHORT_PARTICIPANT, STREAM_AGAIN, COMPOSITION_ENDS_BY_ITSELF, PUBLISHER_REFUSED;

        private void happen(EmulatedAccount account) {
            Arn storage = account.storage();
            switch (this) {
                case SHORT_STREAM -> stream(account, account.channel(), Duration.ofSeconds(4));
                case SHORT_PARTICIPANT -> {
                    Arn stage = account.stage(storage);
                    String participant = account.arrive(stage);
                    account.pass(Duration.ofSeconds(3));
                    account.studio.leave(stage.value(), participant);
                }
                case STREAM_AGAIN -> {
                    Arn channel = account.channel();
                    stream(account, channel, Duration.ofMinutes(2));
                    stream(account, channel, Duration.ofMinutes(2));
                }
                case COMPOSITION_ENDS_BY_ITSELF -> {
                    Arn stage = account.stage(storage);
                    String participant = account.publish(stage);
                    account.compose(stage, storage);
                    account.pass(Duration.ofMinutes(2));
                    account.studio.leave(stage.value(), participant);
                }
                case PUBLISHER_REFUSED -> {
                    Arn stage = account.stage(storage);
                    String participant = account.publish(stage);
                    account.studio.publishError(stage.value(), participant, "BITRATE_EXCEEDED");
                }
            }
            account.pass(Duration.ofMinutes(20));
        }

        private static void stream(EmulatedAccount account, Arn channel, Duration length) {
            account.studio.start(channel.value());
            account.pass(length);
            account.studio.end(channel.value());
            account.pass(Duration.ofMinutes(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoFailure_isNoIncident_andTellsNobody(NoFailure situation) {
        situation.happen(account);
        account.settle();

        assertThat(account.open()).isEmpty();
        assertThat(account.people.sent()).isEmpty();
        assertThat(account.bus.told()).noneMatch(told -> told.endsWith("Recording Failed"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CHANNEL", "COMPOSITE"})
    void errorOfIvs_isToldForEveryKind_andClosedByTheNextThatEndsWell(Live live) {
        Arn storage = account.storage();
        Arn resource = live.resource(account, storage);
        account.fault = new RecordingFault.AtStart(io.ivsorchestrator.local.ivs.studio.Cause.SERVICE_ERROR);
        live.begin(account, resource, storage);
        account.settle();
        assertThat(theIncident().key()).isEqualTo(new IncidentKey(Cause.SERVICE_ERROR, resource.value()));

        account.fault = RecordingFault.NONE;
        end(live, resource);
        live.begin(account, resource, storage);
        account.pass(Duration.ofMinutes(10));
        end(live, resource);
        account.settle();
        assertClosed();
    }

    private void end(Live live, Arn resource) {
        switch (live) {
            case CHANNEL -> account.studio.end(resource.value());
            case PARTICIPANT -> {
                // Is alone with its recording.
            }
            case COMPOSITE -> account.realTime.listCompositions(Optional.of(resource), Optional.empty()).items()
                    .forEach(it -> account.stop(it.arn()));
        }
        account.pass(Duration.ofMinutes(20));
    }

    /** What IVS may answer to the call by which a repair begins. */
    enum Refused {
        QUOTA, NOT_VERIFIED;

        private AccountSettings of(AccountSettings settings, boolean refused) {
            return switch (this) {
                case QUOTA -> settings.withQuotas(settings.quotas().withRecordingConfigurations(refused ? 1 : 20));
                case NOT_VERIFIED -> settings.withVerified(!refused);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void repairThatIvsRefuses_isTold_makesNothingWorse_andIsDoneOnceItMay(Refused refusal) {
        use(new EmulatedAccount("repair", "us-east-1"));
        account.store.create(BUCKET, "eu-west-1");
        Arn channel = account.channel();
        Arn broken = account.lowLatency.getChannel(channel).recordingConfiguration().orElseThrow();
        account.store.create(BUCKET, "us-east-1");
        account.emulator.reconfigure(settings -> refusal.of(settings, true));
        account.studio.start(channel.value());
        account.settle();
        assertThat(theIncident().attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.FAILED);
            assertThat(attempt.remark()).contains(refusal == Refused.QUOTA
                    ? "ServiceQuotaExceeded"
                    : "PendingVerification");
        });
        assertThat(account.people.sent()).singleElement()
                .satisfies(message -> assertThat(message.text()).contains(theIncident().attempts().getFirst()
                        .remark()));
        assertThat(account.lowLatency.getChannel(channel).recordingConfiguration()).contains(broken);
        assertThat(account.calls).doesNotContain("DeleteRecordingConfiguration", "UpdateChannel");

        account.emulator.reconfigure(settings -> refusal.of(settings, false));
        account.studio.end(channel.value());
        account.pass(Duration.ofMinutes(6));
        account.studio.start(channel.value());
        account.settle();
        account.studio.end(channel.value());
        account.pass(Duration.ofMinutes(1));
        account.comeBack();
        assertThat(account.lowLatency.getChannel(channel).recordingConfiguration()).isPresent().get()
                .isNotEqualTo(broken);
        account.studio.start(channel.value());
        account.settle();
        assertClosed();
    }

    @Test
    void lostGrant_allEventsLost_isFoundByTheSweep_repaired_andTold() {
        Arn stage = account.stage();
        account.loseGrant();
        account.publish(stage);
        account.loseEvents();

        account.sweep();

        assertToldAbout(Cause.POLICY_GRANT_LOST);
        assertThat(account.policiesPut).hasSize(1);
        account.pass(Duration.ofMinutes(1));
        account.publish(stage);
        account.settle();
        assertClosed();
    }

    @Test
    void oldFailureFoundByTheSweep_whileAHealthyStreamRuns_isReported_andNothingLiveIsTouched() {
        use(new EmulatedAccount("repair,compose,restart-stream"));
        Arn channel = account.channel();
        Arn stage = account.stage();
        account.fault = new RecordingFault.AtStart(io.ivsorchestrator.local.ivs.studio.Cause.SERVICE_ERROR);
        account.studio.start(channel.value());
        account.publish(stage);
        account.pass(Duration.ofMinutes(5));
        account.studio.end(channel.value());
        account.loseEvents();
        account.fault = RecordingFault.NONE;
        account.pass(Duration.ofMinutes(4));
        account.studio.start(channel.value());
        account.publish(stage);
        account.settle();
        assertThat(account.open()).as("the healthy ones say nothing of a failure").isEmpty();
        account.calls.clear();

        account.sweep();

        assertThat(account.open()).extracting(incident -> incident.key().resource())
                .containsExactlyInAnyOrder(channel.value(), stage.value());
        assertThat(account.people.sent()).hasSize(2);
        assertThat(account.calls).doesNotContainAnyElementsOf(CHANGES);
        assertThat(account.open()).flatExtracting(Incident::attempts).isEmpty();
        assertThat(account.lowLatency.getStream(channel).streamId()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHANNEL", "PARTICIPANT"})
    void oldFailureFoundByBackfill_whileAHealthyStreamRuns_isReported_andNothingLiveIsTouched(Live live) {
        use(new EmulatedAccount("repair,compose,restart-stream"));
        Arn storage = account.storage();
        Arn resource = live.resource(account, storage);
        account.fault = new RecordingFault.AfterTime(Duration.ofMinutes(1),
                io.ivsorchestrator.local.ivs.studio.Cause.SERVICE_ERROR, true);
        live.begin(account, resource, storage);
        account.pass(Duration.ofMinutes(3));
        end(live, resource);
        account.loseEvents();
        account.fault = RecordingFault.NONE;
        account.pass(Duration.ofDays(2));
        live.begin(account, resource, storage);
        account.settle();
        account.calls.clear();

        account.backfill();

        Incident incident = theIncident();
        assertThat(incident.recordings()).isEqualTo(1);
        assertThat(incident.affected()).containsExactly(resource.value());
        assertThat(account.people.sent()).as("two days old: counted, and nobody is woken").isEmpty();
        assertThat(incident.attempts()).isEmpty();
        assertThat(account.calls).doesNotContainAnyElementsOf(CHANGES);
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
        account.store.create(BUCKET, account.region);
        account.store.own(BUCKET, BucketStore.Ownership.OBJECT_WRITER);
        account.pass(Duration.ofMinutes(20));
        account.publish(stage);
        account.settle();
        account.store.own(BUCKET, BucketStore.Ownership.BUCKET_OWNER_ENFORCED);
        account.fault = new RecordingFault.AtStart(io.ivsorchestrator.local.ivs.studio.Cause.SERVICE_ERROR);
        account.publish(stage);
        account.settle();

        assertThat(account.open()).extracting(incident -> incident.key().cause()).containsExactlyInAnyOrder(
                Cause.POLICY_GRANT_LOST, Cause.SSE_KMS, Cause.BUCKET_MISSING, Cause.OBJECT_OWNERSHIP);
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

    /** Every publisher whom a new account may have at once, on as many stages as that takes, in the same second. */
    @Test
    void storm_ofAThousandParticipants_isOneIncident_oneRepair_oneMessage_aThousandLinkedRecordings() {
        Arn storage = account.storage();
        List<Arn> stages = IntStream.range(0, 84).mapToObj(_ -> account.stage(storage)).toList();
        account.loseGrant();
        account.calls.clear();
        for (int i = 0; i < 1000; i++) {
            account.arrive(stages.get(i / 12));
        }
        account.pass(Duration.ofSeconds(10));
        account.settle();

        Incident incident = theIncident();
        assertThat(incident.key()).isEqualTo(ofBucket(Cause.POLICY_GRANT_LOST));
        assertThat(incident.recordings()).isEqualTo(1000);
        assertThat(incident.since()).isEqualTo(incident.lastSeen());
        assertThat(account.incidents.recordings(incident, Optional.empty(), 2000)).hasSize(1000);
        assertThat(account.policiesPut).hasSize(1);
        assertThat(account.people.sent()).hasSize(1);
        assertThat(account.calls).hasSizeLessThanOrEqualTo(2);
        assertThat(account.bus.told()).filteredOn(told -> told.endsWith("Recording Failed")).hasSize(1000)
                .doesNotHaveDuplicates();
    }
}
