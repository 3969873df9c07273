package io.ivsorchestrator.ivs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.ivs.CallLimiter.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CallLimiterTest {
    private static final Instant START = Instant.parse("2026-03-07T09:00:00Z");
    private static final IvsOperation FIVE = IvsOperation.GET_CHANNEL;
    private static final IvsOperation THREE = IvsOperation.GET_RECORDING_CONFIGURATION;

    private final InMemoryCallLedger ledger = new InMemoryCallLedger();
    private Instant now = START;

    @Test
    void ask_atRest_isNow() {
        assertThat(limiter(0.5).ask(FIVE)).isEqualTo(new Permission.Now());
    }

    @Test
    void ask_halfOfFive_givesTwoAtOnceAndThenATime() {
        CallLimiter limiter = limiter(0.5);

        assertThat(List.of(limiter.ask(FIVE), limiter.ask(FIVE), limiter.ask(FIVE))).containsExactly(
                new Permission.Now(), new Permission.Now(), new Permission.At(START.plusMillis(1050)));
    }

    @Test
    void ask_atTheTimeTold_isNow() {
        CallLimiter limiter = limiter(0.5);
        exhaust(limiter, FIVE);

        now = ((Permission.At) limiter.ask(FIVE)).time();

        assertThat(limiter.ask(FIVE)).isEqualTo(new Permission.Now());
    }

    @Test
    void ask_wholeShare_makesNineTenthsOfWhatIvsTakes() {
        CallLimiter limiter = limiter(1);
        int calls = 0;
        while (calls < 10_000) {
            switch (limiter.ask(FIVE)) {
                case Permission.Now _ -> calls++;
                case Permission.At at -> now = at.time();
            }
        }

        double perSecond = 10_000.0 / Duration.between(START, now).toSeconds();
        assertThat(perSecond).isBetween(4.5, 5.0);
        assertThat(ledger.requests()).as("requests of 10,000 calls").isLessThan(5_000);
    }

    @Test
    void ask_shareOfLessThanOne_isOneCallEverySoManySeconds() {
        CallLimiter limiter = limiter(0.1);

        assertThat(limiter.ask(FIVE)).isEqualTo(new Permission.Now());
        assertThat(limiter.ask(FIVE)).isEqualTo(new Permission.At(START.plusMillis(2050)));
    }

    @Test
    void ask_whileTheAnswerIsKnown_costsNothing() {
        CallLimiter limiter = limiter(0.5);
        exhaust(limiter, FIVE);
        int before = ledger.requests();

        for (int i = 0; i < 100; i++) {
            limiter.ask(FIVE);
        }

        assertThat(ledger.requests()).isEqualTo(before);
    }

    @Test
    void operations_haveSharesOfTheirOwn() {
        CallLimiter limiter = limiter(0.5);
        exhaust(limiter, FIVE);

        assertThat(limiter.ask(THREE)).isEqualTo(new Permission.Now());
        assertThat(limiter.ask(THREE)).isInstanceOf(Permission.At.class);
    }

    @Test
    void crash_withALease_holdsNobodyBackForLong() {
        CallLimiter dead = limiter(1);
        dead.ask(FIVE);
        dead.ask(FIVE);

        now = now.plusSeconds(2);

        assertThat(limiter(1).ask(FIVE)).isEqualTo(new Permission.Now());
    }

    @Test
    void lease_notUsedInTime_isLost() {
        CallLimiter limiter = limiter(1);
        limiter.ask(FIVE);
        limiter.ask(FIVE);
        int before = ledger.requests();

        now = now.plusMillis(700);
        limiter.ask(FIVE);

        assertThat(ledger.requests()).isEqualTo(before + 1);
    }

    @Test
    void throttled_stopsEverybodyAndLongerEachTime() {
        CallLimiter one = limiter(0.5);
        CallLimiter another = limiter(0.5);
        one.ask(FIVE);

        Instant first = one.throttled(FIVE);
        assertThat(Duration.between(now, first)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(another.ask(FIVE)).isEqualTo(new Permission.At(first));
        assertThat(another.ask(IvsOperation.GET_STAGE)).isEqualTo(new Permission.Now());

        now = first;
        Instant second = another.throttled(FIVE);
        assertThat(Duration.between(now, second)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(one.ask(FIVE)).isEqualTo(new Permission.At(first.isAfter(now) ? first : second));
    }

    @Test
    void throttled_twoInTheSameMoment_pauseOnce() {
        CallLimiter one = limiter(0.5);
        CallLimiter another = limiter(0.5);

        Instant until = one.throttled(FIVE);

        assertThat(another.throttled(FIVE)).isEqualTo(until);
    }

    @Test
    void throttled_thenQuiet_wholeShareAgain() {
        CallLimiter limiter = limiter(1);
        now = limiter.throttled(FIVE);
        assertThat(exhaust(limiter, FIVE)).isEqualTo(2);

        now = now.plusSeconds(20);

        assertThat(exhaust(limiter, FIVE)).isEqualTo(5);
    }

    @Test
    void jitter_isSeeded() {
        assertThat(new CallLimiter(new InMemoryCallLedger(), 1, () -> now, new SplittableRandom(7)).throttled(FIVE))
                .isEqualTo(new CallLimiter(new InMemoryCallLedger(), 1, () -> now, new SplittableRandom(7)).throttled(
                        FIVE));
    }

    @Test
    void ledgerAway_noCall() {
        ledger.setAway(true);
        LimitedCalls calls = LimitedCalls.inFunction(limiter(1));
        List<String> made = new ArrayList<>();

        assertThatThrownBy(() -> calls.call(FIVE, () -> made.add("call")))
                .isInstanceOf(IvsRefusedException.Unavailable.class).hasMessageContaining("CallLedgerUnavailable");
        assertThat(made).isEmpty();
    }

    @Test
    void inFunction_oneTooMany_isDeferredAndNotMade() {
        LimitedCalls calls = LimitedCalls.inFunction(limiter(0.2));
        List<String> made = new ArrayList<>();
        calls.call(FIVE, () -> made.add("first"));

        assertThatThrownBy(() -> calls.call(FIVE, () -> made.add("second")))
                .isInstanceOfSatisfying(IvsRefusedException.Deferred.class,
                        deferred -> assertThat(deferred.notBefore()).contains(START.plusMillis(1050)));
        assertThat(made).containsExactly("first");
    }

    @Test
    void inFunction_throttled_saysUntilWhen() {
        LimitedCalls calls = LimitedCalls.inFunction(limiter(1));

        assertThatThrownBy(() -> calls.call(FIVE, () -> {
            throw new IvsRefusedException.Throttled(FIVE, "ThrottlingException", "Rate exceeded");
        })).isInstanceOfSatisfying(IvsRefusedException.Throttled.class,
                throttled -> assertThat(throttled.notBefore()).hasValueSatisfying(time -> assertThat(time).isAfter(
                        now)));
    }

    @Test
    void inCommand_waitsAndTriesAgain() {
        LimitedCalls calls = LimitedCalls.inCommand(limiter(1), until -> {
            now = until;
            return true;
        });
        List<Instant> made = new ArrayList<>();

        for (int i = 0; i < 12; i++) {
            boolean refused = i == 7;
            calls.call(FIVE, () -> {
                made.add(now);
                if (refused && made.size() == 8) {
                    throw new IvsRefusedException.Throttled(FIVE, "ThrottlingException", "Rate exceeded");
                }
                return now;
            });
        }

        assertThat(made).hasSize(13);
    }

    @Test
    void share_outsideZeroToOne_isRefused() {
        for (double share : new double[]{0, -1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> limiter(share)).withMessageContaining("share");
        }
    }

    private int exhaust(CallLimiter limiter, IvsOperation operation) {
        int calls = 0;
        while (limiter.ask(operation) instanceof Permission.Now) {
            calls++;
        }
        return calls;
    }

    private CallLimiter limiter(double share) {
        return new CallLimiter(ledger, share, () -> now, new SplittableRandom(1));
    }
}
