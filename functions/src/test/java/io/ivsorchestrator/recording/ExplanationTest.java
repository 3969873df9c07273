package io.ivsorchestrator.recording;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aDeletion;
import static io.ivsorchestrator.recording.EvidenceBuilders.aHold;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.anExpiry;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.recording.Evidence.DeletionChange;
import io.ivsorchestrator.recording.Evidence.HoldChange;
import io.ivsorchestrator.recording.Explanation.Answer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static Explanation channel(Evidence... facts) {
        return Recording.of(idOf(CHANNEL_LOCATION)).join(List.of(facts)).explanation();
    }

    private static Set<Answer> decidedBy(Evidence fact, Explanation explanation) {
        return explanation.reasons().stream().filter(reason -> reason.fact().equals(fact)).findFirst().orElseThrow()
                .decides();
    }

    @Test
    void reasons_areAllFacts_earliestFirst() {
        Evidence start = aChannelStart().build();
        Evidence end = aChannelEnd().build();
        Evidence hold = aHold(CHANNEL_LOCATION, "legal", HoldChange.SET, "2026-03-08T00:00:00Z");

        Explanation explanation = channel(hold, end, start);

        assertThat(explanation.reasons()).extracting(Explanation.Reason::fact).containsExactly(start, end, hold);
        assertThat(explanation.summary().state()).isEqualTo(RecordingState.STOPPED);
    }

    @Test
    void implies_theStateThatTheFactAloneWouldGive_andNothingWhereItSaysNothingOfTheCourse() {
        Explanation explanation = channel(aChannelStart().build(), aChannelEnd().build(),
                aHold(CHANNEL_LOCATION, "legal", HoldChange.SET, "2026-03-08T00:00:00Z"));

        assertThat(explanation.reasons()).extracting(reason -> reason.implies().orElse(null))
                .containsExactly(RecordingState.ACTIVE, RecordingState.STOPPED, null);
    }

    @Test
    void oneEvent_decidesAllThatItSays() {
        Evidence start = aChannelStart().build();

        assertThat(decidedBy(start, channel(start))).containsExactlyInAnyOrder(Answer.STATE, Answer.SOURCE,
                Answer.LOCATION, Answer.STARTED_AT);
    }

    @Test
    void endEvent_decidesStateEndAndDuration_notTheStart() {
        Evidence end = aChannelEnd().build();

        assertThat(decidedBy(end, channel(aChannelStart().build(), end)))
                .contains(Answer.STATE, Answer.ENDED_AT, Answer.DURATION)
                .doesNotContain(Answer.STARTED_AT, Answer.FAILURE, Answer.MEDIA);
    }

    @Test
    void metadata_decidesTimesDurationAndMedia_againstTheEventsThatSayTheSame() {
        Evidence end = aChannelEnd().build();
        Evidence metadata = aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build();

        Explanation explanation = channel(aChannelStart().build(), end, metadata);

        assertThat(decidedBy(metadata, explanation)).contains(Answer.STATE, Answer.LOCATION, Answer.STARTED_AT,
                Answer.ENDED_AT, Answer.DURATION, Answer.MEDIA);
        assertThat(decidedBy(end, explanation)).contains(Answer.STATE).doesNotContain(Answer.LOCATION,
                Answer.ENDED_AT, Answer.DURATION, Answer.MEDIA);
    }

    @Test
    void twoFactsOfOneSource_decideWhatBothSay() {
        Evidence start = aChannelStart().build();
        Evidence end = aChannelEnd().build();

        Explanation explanation = channel(start, end);

        assertThat(decidedBy(start, explanation)).contains(Answer.LOCATION, Answer.SOURCE);
        assertThat(decidedBy(end, explanation)).contains(Answer.LOCATION, Answer.SOURCE);
    }

    @Test
    void failedEnd_decidesTheFailure() {
        Evidence failure = aChannelEndFailure().build();

        assertThat(decidedBy(failure, channel(aChannelStart().build(), failure)))
                .contains(Answer.STATE, Answer.FAILURE);
    }

    @Test
    void objectEvent_decidesWhereTheRecordingIs_whereNothingBetterSaysSo() {
        Evidence object = anObject(CHANNEL_LOCATION, MetadataFile.ENDED).build();

        assertThat(decidedBy(object, channel(object))).contains(Answer.STATE, Answer.LOCATION)
                .doesNotContain(Answer.SOURCE, Answer.MEDIA, Answer.DURATION);
    }

    @Test
    void stageUpdate_decidesTheUser() {
        Evidence user = aUser("user-7").build();

        Explanation explanation = Recording.of(idOf(PARTICIPANT_LOCATION))
                .join(List.of(aParticipantStart().build(), user)).explanation();

        assertThat(decidedBy(user, explanation)).containsExactly(Answer.USERS);
    }

    @Test
    void setHold_decides_aReleasedOneDoesNot() {
        Evidence set = aHold(CHANNEL_LOCATION, "legal", HoldChange.SET, "2026-03-08T00:00:00Z");
        Evidence released = aHold(CHANNEL_LOCATION, "support", HoldChange.RELEASED, "2026-03-08T00:00:00Z");

        Explanation explanation = channel(aChannelEnd().build(), set, released);

        assertThat(decidedBy(set, explanation)).containsExactly(Answer.HOLDS);
        assertThat(decidedBy(released, explanation)).isEmpty();
    }

    @Test
    void expiry_decides_whereItIsTheOneThatIsAnswered() {
        Evidence started = anExpiry(CHANNEL_LOCATION, MetadataFile.STARTED, "2026-06-01T00:00:00Z");
        Evidence ended = anExpiry(CHANNEL_LOCATION, MetadataFile.ENDED, "2026-07-01T00:00:00Z");

        Explanation explanation = channel(aChannelEnd().build(), started, ended);

        assertThat(explanation.summary().keeping().expiresAt()).isPresent();
        assertThat(List.of(started, ended)).filteredOn(it -> decidedBy(it, explanation).contains(Answer.EXPIRY))
                .extracting(it -> ((Evidence.ExpiryTold) it).until())
                .containsExactly(explanation.summary().keeping().expiresAt().orElseThrow());
    }

    @Test
    void deletion_decidedByItsLastStepOnly() {
        Evidence requested = aDeletion(CHANNEL_LOCATION, DeletionChange.REQUESTED, "2026-03-08T00:00:00Z");
        Evidence done = aDeletion(CHANNEL_LOCATION, DeletionChange.DONE, "2026-03-08T00:00:05Z");

        Explanation explanation = channel(aChannelEnd().build(), requested, done);

        assertThat(decidedBy(done, explanation)).containsExactly(Answer.DELETION);
        assertThat(decidedBy(requested, explanation)).isEmpty();
    }
}
