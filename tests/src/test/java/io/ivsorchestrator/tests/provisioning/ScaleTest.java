package io.ivsorchestrator.tests.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.CallLimiter;
import io.ivsorchestrator.ivs.InMemoryCallLedger;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LimitedCalls;
import io.ivsorchestrator.provisioning.Delays;
import io.ivsorchestrator.provisioning.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The emulator with its rate limits on, as IVS has them. The numbers can be given, for the whole size:
 * {@code -Dprovisioning.channels=10000 -Dprovisioning.stages=1000}.
 */
class ScaleTest {
    private static final int CHANNELS = Integer.getInteger("provisioning.channels", 10_000);
    private static final int STAGES = Integer.getInteger("provisioning.stages", 1_000);
    /** Nine tenths of what five calls a second allow for one change of each. */
    private static final Duration MOST = Duration.ofMinutes(41).multipliedBy(CHANNELS + STAGES).dividedBy(11_000);

    private static Rig limited(double share) {
        Rig rig = Rig.with(Rig.settings("eu-west-1").withCallRatesLimited(true));
        CallLimiter limiter = new CallLimiter(new InMemoryCallLedger(), share, rig.clock, new SplittableRandom(7));
        return rig.limitedBy(LimitedCalls.inCommand(limiter, notBefore -> {
            if (Duration.between(rig.now(), notBefore).compareTo(Delays.IN_PLACE) > 0) {
                return false;
            }
            rig.passUntil(notBefore);
            return true;
        }));
    }

    private static void fill(Rig rig, int channels, int stages) {
        rig.cloudTrail = false;
        for (int number = 0; number < Math.max(channels, stages); number++) {
            rig.pass(Duration.ofMillis(200));
            if (number < channels) {
                rig.channel("c" + number);
            }
            if (number < stages) {
                rig.stage("s" + number);
            }
        }
        rig.pass(Duration.ofSeconds(2));
    }

    @Test
    void tenThousandChannelsAndAThousandStages_areEnrolledInFortyOneMinutes() {
        Rig rig = limited(1).everything();
        fill(rig, CHANNELS, STAGES);
        Instant started = rig.now();

        rig.sweep();
        rig.run();

        Duration took = Duration.between(started, rig.lastDelivery());
        System.out.println("enrolled " + CHANNELS + " channels and " + STAGES + " stages in " + took + " with "
                + rig.ours);
        assertThat(rig.swept(ResourceKind.CHANNEL, "ResourcesAttached")).isEqualTo(CHANNELS);
        assertThat(rig.swept(ResourceKind.STAGE, "ResourcesAttached")).isEqualTo(STAGES);
        assertThat(took).isLessThanOrEqualTo(MOST);
        assertThat(rig.throttled).isZero();
        assertThat(rig.deadLetters()).isEmpty();

        int writes = rig.writes();
        rig.pass(Duration.ofDays(1));
        rig.sweep();
        rig.run();
        assertThat(rig.writes()).isEqualTo(writes);
        assertThat(rig.swept(ResourceKind.CHANNEL, "ResourcesChecked")).isEqualTo(CHANNELS);
        assertThat(rig.swept(ResourceKind.STAGE, "ResourcesChecked")).isEqualTo(STAGES);
        assertThat(rig.throttled).isZero();
    }

    @Test
    void anotherCallerThatTakesHalf_makesNothingFailForGood() {
        Rig rig = limited(1).everything();
        fill(rig, 600, 60);
        Arn theirs = rig.channel("theirs");
        rig.every(Duration.ofMillis(400), () -> {
            try {
                rig.customer.updateChannel(theirs, Optional.empty());
            } catch (IvsRefusedException.Throttled _) {
                // So do they fare.
            }
        });

        rig.sweep();
        rig.run();

        assertThat(rig.throttled).isPositive();
        assertThat(rig.swept(ResourceKind.STAGE, "ResourcesAttached")).isEqualTo(60);
        assertThat(rig.customer.listChannels(Optional.empty()).items().stream().filter(it -> !it.arn().equals(theirs)))
                .allSatisfy(it -> assertThat(it.recordingConfiguration()).isPresent());
        assertThat(rig.sweepEnded(ResourceKind.CHANNEL)).isTrue();
        assertThat(rig.deadLetters()).isEmpty();
        assertThat(rig.incidents).isEmpty();
    }

    @Test
    void halfOfTheRates_leavesTheOtherHalf() {
        Rig rig = limited(0.5).everything();
        fill(rig, 100, 0);
        Instant started = rig.now();

        rig.sweep();
        rig.run();

        assertThat(rig.throttled).isZero();
        assertThat(rig.ours(IvsOperation.UPDATE_CHANNEL)).isEqualTo(100);
        assertThat(Duration.between(started, rig.lastDelivery())).isBetween(Duration.ofSeconds(45),
                Duration.ofSeconds(70));
    }
}
