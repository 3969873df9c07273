package io.ivsorchestrator.recovery;

import static io.ivsorchestrator.recovery.TroubledAccount.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.RecordingChange;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.StageRecording;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is seen, and told, where there is little to see. */
class ExaminationTest {
    private static final String SESSION = "st-aB1cD2eF3gH4i";

    private final TroubledAccount account = new TroubledAccount("repair");

    private void assertFound(Cause cause, String... words) {
        account.settle();
        assertThat(account.theIncident().key().cause()).isEqualTo(cause);
        assertThat(String.join("\n", account.theIncident().findings())).contains(words);
        assertThat(account.people.sent()).singleElement()
                .satisfies(message -> assertThat(message.text()).contains(words));
    }

    private void participantFails() {
        account.tellParticipant(SESSION, RecordingChange.START_FAILURE, "AccessDeniedException", "Access denied");
    }

    @Test
    void aStageThatIsNotRecordedAnyMore_isSeen_andItsBucketLookedAt() {
        account.loseGrant();
        participantFails();
        account.ivs.realTime().updateStage(account.stage, StageRecording.OFF);

        assertFound(Cause.POLICY_GRANT_LOST, "The stage's participants are not recorded any more.",
                "Its policy does not let ivs-composite.eu-west-1.amazonaws.com write.");
    }

    @Test
    void aChannelThatIsNotRecordedAnyMore_leavesNoBucketToLookAt() {
        account.tellChannel("st-another0123456789A", RecordingChange.START_FAILURE,
                Optional.of("ValidationException"));
        account.ivs.lowLatency().updateChannel(account.channel, Optional.empty());

        assertFound(Cause.UNKNOWN, "The channel is not recorded any more.");
        assertThat(account.buckets.looks()).isZero();
    }

    @Test
    void aStageThatIsGone_isSeen_andItsBucketLookedAt() {
        Arn stage = account.stage;
        account.stage = new Arn(stage.value().replace(stage.resourceId(), "DeletedStage"));
        account.loseGrant();
        participantFails();

        assertFound(Cause.POLICY_GRANT_LOST, account.stage + " does not exist any more.");
    }

    @Test
    void aStageThatWeMayNotLookAt_isNoReasonToGiveUp() {
        account.loseGrant();
        participantFails();
        account.beforeNext(IvsOperation.GET_STAGE, () -> {
            throw new IvsRefusedException.AccessDenied(IvsOperation.GET_STAGE, "AccessDeniedException", "no");
        });

        assertFound(Cause.POLICY_GRANT_LOST, "Could not look at " + account.stage + ": GET_STAGE");
        assertThat(account.buckets.policiesPut()).as("repaired all the same").hasSize(1);
    }

    @Test
    void aBucketThatWeMayNotLookAt_isSeenToExist_andTheCodeOfIvsDecides() {
        account.loseGrant();
        account.buckets.hide(BUCKET);
        account.tellParticipant(SESSION, RecordingChange.START_FAILURE, "InternalServerException", "Internal");

        assertFound(Cause.SERVICE_ERROR,
                "Bucket " + BUCKET + " exists and may not be looked at: GetBucketLocation: Access Denied");
        assertThat(account.buckets.policiesPut()).isEmpty();
    }

    @Test
    void aPolicyThatWeMayNotSee_isNotTakenForOneWithoutTheGrant() {
        account.buckets.hide(BUCKET, "bucket policy", "default encryption");
        participantFails();

        assertFound(Cause.UNKNOWN, "Could not see of bucket " + BUCKET + ": bucket policy, default encryption.");
        assertThat(account.buckets.policiesPut()).isEmpty();
    }

    @Test
    void aPolicyThatGrantsAndDenies_isShownToAPerson() {
        account.buckets.policy(BUCKET, Optional.of("{\"Statement\":[" + TroubledAccount.GRANT + ","
                + TroubledAccount.OTHERS.replace("Allow", "Deny") + "]}"));
        participantFails();

        assertFound(Cause.UNKNOWN, "Its policy lets ivs-composite.eu-west-1.amazonaws.com write.",
                "Its policy also denies something, which may concern IVS: [TeamReads].");
        assertThat(account.buckets.policiesPut()).isEmpty();
    }
}
