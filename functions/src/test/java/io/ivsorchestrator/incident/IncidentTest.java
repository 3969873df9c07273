package io.ivsorchestrator.incident;

import static io.ivsorchestrator.incident.Sightings.KEY;
import static io.ivsorchestrator.incident.Sightings.aSighting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncidentTest {
    private static final Instant AT = Instant.parse("2026-03-07T09:04:36Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WHILE = Duration.ofMinutes(10);

    private static Incident open() {
        return Incident.open(KEY, aSighting(AT, 1));
    }

    private static Attempt attempt(Attempt.Outcome outcome) {
        return new Attempt(AT, "restore-policy-grant", outcome, "{}", "{\"Statement\":[]}", "");
    }

    @Test
    void firstFailure_opensIt() {
        Incident incident = open();

        assertThat(incident.state()).isEqualTo(Incident.State.OPEN);
        assertThat(incident.recordings()).isEqualTo(1);
        assertThat(incident.affected()).containsExactly("arn:aws:ivs:us-west-2:123456789012:stage/VSWjvX5XOkU3");
        assertThat(incident.id()).matches("policy-grant-lost\\.[0-9a-f]{16}\\.1772874276");
    }

    @Test
    void earlierFailure_moves_since_andNothingThatTheIdHangsOn() {
        Incident incident = open().seen(aSighting(AT.minusSeconds(60), 2), 2);

        assertThat(incident.since()).isEqualTo(AT.minusSeconds(60));
        assertThat(incident.lastSeen()).isEqualTo(AT);
        assertThat(incident.id()).isEqualTo(open().id());
        assertThat(incident.recordings()).isEqualTo(3);
    }

    @Test
    void failureWithinTheCoolDown_isCounted_oneAfterIt_opensAgain() {
        Incident cooling = open().attempted(attempt(Attempt.Outcome.DONE)).coolingUntil(AT.plusSeconds(300));

        Incident straggler = cooling.seen(aSighting(AT.plusSeconds(300), 1), 1);
        Incident inVain = cooling.seen(aSighting(AT.plusSeconds(301), 1), 1);

        assertThat(straggler.state()).isEqualTo(Incident.State.COOLING);
        assertThat(straggler.recordings()).isEqualTo(2);
        assertThat(inVain.state()).isEqualTo(Incident.State.OPEN);
    }

    @Test
    void laterRecordingThatWorks_closesIt_earlierOne_doesNot() {
        assertThat(open().worked(AT.plusSeconds(1)).closed()).contains(AT.plusSeconds(1));
        assertThat(open().worked(AT).state()).isEqualTo(Incident.State.OPEN);
        assertThat(open().worked(AT.minusSeconds(1)).state()).isEqualTo(Incident.State.OPEN);
    }

    /** Found by the simulation: what failed between the two became another incident. */
    @Test
    void recordingThatBeganBeforeTheRepair_andWorks_closesItAtTheTimeOfTheRepair() {
        Attempt repair = new Attempt(AT.plusSeconds(60), "restore-policy-grant", Attempt.Outcome.DONE, "", "{}", "");
        Attempt proposal = new Attempt(AT.plusSeconds(90), "restore-policy-grant", Attempt.Outcome.PROPOSED, "", "{}",
                "");

        assertThat(open().attempted(repair).attempted(proposal).worked(AT.plusSeconds(30)).closed())
                .contains(AT.plusSeconds(60));
        assertThat(open().attempted(repair).worked(AT.plusSeconds(75)).closed()).contains(AT.plusSeconds(75));
        assertThat(open().attempted(proposal).worked(AT.plusSeconds(30)).closed()).contains(AT.plusSeconds(30));
    }

    @Test
    void closedIncident_coversFailuresFromBefore_only() {
        Incident closed = open().worked(AT.plusSeconds(10));

        assertThat(closed.covers(AT.plusSeconds(5))).isTrue();
        assertThat(closed.covers(AT.plusSeconds(11))).isFalse();
        assertThat(closed.seen(aSighting(AT.plusSeconds(5), 1), 1).state()).isEqualTo(Incident.State.CLOSED);
    }

    @Test
    void cause_wasThere_untilTheLastFailureAndAWhile_whereNobodyKnowsUntilWhen() {
        assertThat(wasThere(open(), AT.minus(DAY))).isTrue();
        assertThat(wasThere(open(), AT.minus(DAY).minusMillis(1))).isFalse();
        assertThat(wasThere(open(), AT.plus(WHILE))).isTrue();
        assertThat(wasThere(open(), AT.plus(WHILE).plusMillis(1))).isFalse();
    }

    @Test
    void cause_wasThere_untilTheEndOfTheCoolDown_howeverLateARecordingWorks() {
        Incident repaired = open().coolingUntil(AT.plusSeconds(300));
        Incident closedLongAfter = repaired.worked(AT.plusSeconds(7200));
        Incident closedAtOnce = repaired.worked(AT.plusSeconds(30));

        assertThat(wasThere(repaired, AT.plusSeconds(300))).isTrue();
        assertThat(wasThere(repaired, AT.plusSeconds(301))).isFalse();
        assertThat(wasThere(closedLongAfter, AT.plusSeconds(300))).isTrue();
        assertThat(wasThere(closedLongAfter, AT.plusSeconds(301))).isFalse();
        assertThat(wasThere(closedAtOnce, AT.plusSeconds(30))).isTrue();
        assertThat(wasThere(closedAtOnce, AT.plusSeconds(31))).isFalse();
    }

    @Test
    void cause_wasThere_untilARecordingWorked_ifSomebodyRepairedItByHand() {
        Incident closed = open().worked(AT.plusSeconds(7200));

        assertThat(wasThere(closed, AT.plusSeconds(7200))).isTrue();
        assertThat(wasThere(closed, AT.plusSeconds(7201))).isFalse();
    }

    /** Who had it leased may have repaired it, and not have lived to say so. */
    @Test
    void cause_wasThere_untilTheEndOfALeaseThatWasNotReleased() {
        Incident left = open().leasedFor(AT.plusSeconds(3600), Duration.ofMinutes(2));

        assertThat(wasThere(left, AT.plusSeconds(3720))).isTrue();
        assertThat(wasThere(left, AT.plusSeconds(3721))).isFalse();
        assertThat(wasThere(left.released(), AT.plusSeconds(3720))).isFalse();
    }

    private static boolean wasThere(Incident incident, Instant failure) {
        return incident.wasThere(failure, DAY, WHILE);
    }

    @Test
    void onlyWhatWasTried_countsAsTry() {
        assertThat(Attempt.Outcome.values()).filteredOn(outcome -> attempt(outcome).concluded())
                .containsExactly(Attempt.Outcome.DONE, Attempt.Outcome.FAILED);
    }

    @Test
    void lease_runsOut() {
        Incident leased = open().leasedFor(AT, Duration.ofMinutes(2));

        assertThat(leased.leased(AT.plusSeconds(119))).isTrue();
        assertThat(leased.leased(AT.plusSeconds(120))).isFalse();
        assertThat(leased.released().leased(AT)).isFalse();
    }

    @Test
    void whatStormsAddTo_isBounded() {
        Incident incident = open();
        for (int i = 0; i < 200; i++) {
            incident = incident
                    .seen(new Sighting(AT, Set.of(), Set.of("arn:aws:ivs:us-west-2:123456789012:stage/s" + i),
                            Set.of("symptom-" + i), List.of()), 0)
                    .attempted(attempt(Attempt.Outcome.FAILED))
                    .noticed(new Notice(AT, "notice " + i));
        }

        assertThat(incident.affected()).hasSize(Incident.MAX_AFFECTED);
        assertThat(incident.symptoms()).hasSize(Incident.MAX_SYMPTOMS);
        assertThat(incident.attempts()).hasSize(Incident.MAX_ATTEMPTS);
        assertThat(incident.notices()).hasSize(Incident.MAX_NOTICES).last().isEqualTo(new Notice(AT, "notice 199"));
    }

    @Test
    void json_bringsBackTheSame() {
        Incident incident = open().attempted(attempt(Attempt.Outcome.DONE)).noticed(new Notice(AT, "told"))
                .coolingUntil(AT.plusSeconds(300)).leasedFor(AT, Duration.ofMinutes(1));

        assertThat(IncidentJson.read(IncidentJson.write(incident))).isEqualTo(incident);
        assertThat(IncidentJson.read(IncidentJson.write(incident.worked(AT.plusSeconds(9)))).closed())
                .isEqualTo(Optional.of(AT.plusSeconds(9)));
    }

    @Test
    void blankResource_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IncidentKey(Cause.UNKNOWN, " "))
                .withMessageContaining("resource");
    }
}
