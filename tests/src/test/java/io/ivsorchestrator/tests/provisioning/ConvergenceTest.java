package io.ivsorchestrator.tests.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.provisioning.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A process that dies anywhere, or is not alone, leaves nothing that is not made good. */
class ConvergenceTest {
    private static final String REPLACE = """
            {"version":1,"enrol":"everything","foreignConfigurations":"replace","rules":[
              {"name":"a","match":{"name":"a*"},"channel":{"recordingReconnectWindowSeconds":30},"stage":{}},
              {"name":"all","channel":{},"stage":{"mediaTypes":["AUDIO_ONLY"]}}]}""";

    /** Two contents of channels, one of stages, something of the customer's to be replaced on both. */
    private static void world(Rig rig) {
        rig.cloudTrail = false;
        rig.policy(REPLACE);
        rig.channel("a1");
        rig.channel("b1");
        rig.customer.createChannel("a2", Optional.of(rig.foreignConfiguration()), Map.of());
        Arn storage = rig.customersStages.createStorageConfiguration("theirs", Rig.BUCKET, Map.of()).arn();
        rig.customersStages.createStage("a3", StageRecording.to(storage), Map.of());
        rig.stage("b2");
    }

    @Test
    void aSweepKilledAtAnyCall_converges() {
        int calls = whileNobodyDies(rig -> {
            rig.sweep();
            rig.run();
        });
        assertThat(calls).isGreaterThan(60);

        for (int death = 0; death < calls; death++) {
            Rig rig = Rig.create();
            world(rig);
            rig.killAt(death);
            rig.sweep();
            rig.run();
            assertConverged(rig, "killed at " + death);
        }
    }

    @Test
    void detachKilledAtAnyCall_leavesWhatWasThereBefore() {
        Consumer<Rig> detach = rig -> {
            rig.send("{\"provisioning\":\"detach\"}", Duration.ZERO);
            rig.run();
        };
        Rig before = Rig.create();
        world(before);
        before.sweep();
        before.run();
        before.killAt(-1);
        detach.accept(before);
        int calls = before.portCalls();
        assertThat(calls).isGreaterThan(60);

        for (int death = 0; death < calls; death++) {
            Rig rig = Rig.create();
            world(rig);
            rig.sweep();
            rig.run();
            rig.killAt(death);
            detach.accept(rig);
            // What a crash left busy or uncollected, the daily sweep finds.
            rig.sweep();
            rig.run();
            String when = "killed at " + death;
            assertThat(rig.recordingConfigurations()).as(when).singleElement()
                    .satisfies(it -> assertThat(it.name()).isEqualTo("theirs"));
            assertThat(rig.storageConfigurations()).as(when).singleElement()
                    .satisfies(it -> assertThat(it.name()).isEqualTo("theirs"));
            assertThat(rig.customer.listChannels(Optional.empty()).items()).as(when)
                    .filteredOn(it -> it.recordingConfiguration().isPresent()).singleElement()
                    .satisfies(it -> assertThat(it.name()).isEqualTo("a2"));
            assertThat(rig.customersStages.listStages(Optional.empty()).items()).as(when)
                    .extracting(it -> rig.lookAtStage(it.arn()).recording().isOn()).containsExactlyInAnyOrder(true,
                            false);
        }
    }

    @Test
    void anEventHandledByAProcessThatDies_isHandledByTheNext() {
        Consumer<Rig> event = rig -> {
            rig.streamEvent("Stream Start", rig.customer.listChannels(Optional.empty()).items().getFirst().arn());
            rig.run();
        };
        int calls = whileNobodyDies(event);
        assertThat(calls).isGreaterThan(8);
        for (int death = 0; death < calls; death++) {
            Rig rig = Rig.create();
            world(rig);
            rig.killAt(death);
            event.accept(rig);
            assertThat(rig.customer.listChannels(Optional.empty()).items().getFirst().recordingConfiguration())
                    .as("killed at " + death).isPresent();
            assertThat(rig.recordingConfigurations()).as("killed at " + death).hasSize(2);
        }
    }

    private static int whileNobodyDies(Consumer<Rig> what) {
        Rig rig = Rig.create();
        world(rig);
        rig.killAt(-1);
        what.accept(rig);
        return rig.portCalls();
    }

    private static void assertConverged(Rig rig, String when) {
        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).as(when).isTrue();
        assertThat(rig.sweepEnded(ResourceKind.STAGE)).as(when).isTrue();
        assertThat(rig.customer.listChannels(Optional.empty()).items()).as(when)
                .allSatisfy(it -> assertThat(it.recordingConfiguration()).isPresent());
        // Theirs, and one for each content.
        assertThat(rig.recordingConfigurations()).as(when).hasSize(3);
        assertThat(rig.storageConfigurations()).as(when).hasSize(2);
        assertThat(rig.deadLetters()).as(when).isEmpty();
        int writes = rig.writes();
        rig.sweep();
        rig.run();
        assertThat(rig.writes()).as(when + ": a second sweep").isEqualTo(writes);
    }

    @Test
    void twoAtOnce_makeNoConfigurationTwice() {
        Rig rig = Rig.withTwoProcesses();
        rig.everything();
        for (int number = 0; number < 40; number++) {
            rig.channel("c" + number);
            rig.stage("s" + number);
        }

        rig.run();

        assertThat(rig.recordingConfigurations()).hasSize(1);
        assertThat(rig.storageConfigurations()).hasSize(1);
        assertThat(rig.ours(IvsOperation.CREATE_RECORDING_CONFIGURATION)).isEqualTo(1);
        assertThat(rig.customer.listChannels(Optional.empty()).items())
                .allSatisfy(it -> assertThat(it.recordingConfiguration()).isPresent());
    }

    @Test
    void twoThatMadeTheSameConfiguration_endWithOne() {
        Rig rig = Rig.create().everything();
        Arn channel = rig.channel("one");
        rig.run();
        var ours = rig.recordingConfigurations().getFirst();
        // As a race leaves it that the claim did not prevent: a second one with the same tags, in use.
        Arn twin = rig.customer.createRecordingConfiguration(ours.name(), Rig.BUCKET,
                io.ivsorchestrator.ivs.RecordingConfiguration.Settings.DEFAULT, ours.tags()).arn();
        rig.pass(Duration.ofMinutes(10));
        rig.cloudTrail = false;
        Arn other = rig.customer.createChannel("other", Optional.of(twin), Map.of()).arn();

        rig.sweep();
        rig.run();

        assertThat(rig.recordingConfigurations()).hasSize(1);
        assertThat(List.of(rig.look(channel), rig.look(other))).extracting(it -> it.recordingConfiguration())
                .containsOnly(Optional.of(rig.recordingConfigurations().getFirst().arn()));
    }

    @Test
    void aSweepWhoseMessageIsLost_goesOnWithTheNextSchedule() {
        Rig rig = Rig.create().everything();
        rig.cloudTrail = false;
        for (int number = 0; number < 150; number++) {
            rig.channel("c" + number);
        }
        rig.sweep();
        rig.run(Duration.ofSeconds(1));
        rig.loseAll();
        rig.pass(Duration.ofHours(24));

        rig.sweep();
        rig.run();

        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isTrue();
        rig.sweep();
        rig.run();
        assertThat(rig.customer.listChannels(Optional.empty()).items())
                .allSatisfy(it -> assertThat(it.recordingConfiguration()).isPresent());
    }

    @Test
    void aMessageThatIsDeliveredTwice_doesNotForkTheSweep() {
        Rig rig = Rig.create().everything();
        rig.cloudTrail = false;
        for (int number = 0; number < 150; number++) {
            rig.channel("c" + number);
        }
        rig.repeatEverything();
        rig.sweep();

        rig.run();

        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isTrue();
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).isEqualTo(150);
        assertThat(rig.waiting()).isZero();
    }
}
