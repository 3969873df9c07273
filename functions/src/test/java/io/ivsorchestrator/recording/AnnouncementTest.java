package io.ivsorchestrator.recording;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.OutboundChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
    private static final Recording NONE = Recording.of(idOf(CHANNEL_LOCATION));

    @Provide
    static Arbitrary<List<Evidence>> facts() {
        return EvidenceArbitraries.anyEvidence().list().ofMinSize(1).ofMaxSize(10);
    }

    private static List<OutboundChange> changes(Recording before, Recording after) {
        return Announcement.between(before, after).stream().map(Announcement::change).toList();
    }

    @Property(tries = 1000)
    void factByFact_beginsAtMostOnce_endsOnlyWhatBegan_andGrowsNoEventFromNothing(
            @ForAll("facts") List<Evidence> facts) {
        List<OutboundChange> told = new ArrayList<>();
        Recording recording = NONE;
        for (Evidence fact : facts) {
            Recording next = recording.join(fact);
            told.addAll(changes(recording, next));
            assertThat(next.facts().equals(recording.facts()) && !changes(recording, next).isEmpty()).isFalse();
            recording = next;
        }

        assertThat(told.stream().filter(OutboundChange.STARTED::equals).count()).isLessThanOrEqualTo(1);
        assertThat(told.stream().filter(OutboundChange.ENDED::equals).count()).isLessThanOrEqualTo(1);
        assertThat(told.stream().filter(OutboundChange.FAILED::equals).count()).isLessThanOrEqualTo(1);
        assertThat(told.stream().takeWhile(change -> change != OutboundChange.STARTED))
                .doesNotContain(OutboundChange.ENDED);
        boolean salvaged = facts.stream().anyMatch(fact -> fact instanceof Evidence.Salvaged it
                && it.result() instanceof Salvage.Playable);
        if (!salvaged) {
            assertThat(told.stream().takeWhile(change -> change != OutboundChange.STARTED))
                    .doesNotContain(OutboundChange.MEDIA_CHANGED);
        }
    }

    @Property(tries = 1000)
    void anyOrder_tellsTheSameOfStartAndFailure(@ForAll("facts") List<Evidence> facts) {
        List<OutboundChange> forwards = new ArrayList<>();
        List<OutboundChange> backwards = new ArrayList<>();
        Recording one = NONE;
        Recording other = NONE;
        for (int i = 0; i < facts.size(); i++) {
            Recording next = one.join(facts.get(i));
            forwards.addAll(changes(one, next));
            one = next;
            Recording previous = other.join(facts.get(facts.size() - 1 - i));
            backwards.addAll(changes(other, previous));
            other = previous;
        }

        assertThat(forwards.contains(OutboundChange.STARTED)).isEqualTo(backwards.contains(OutboundChange.STARTED));
        assertThat(forwards.contains(OutboundChange.FAILED)).isEqualTo(backwards.contains(OutboundChange.FAILED));
    }

    @Test
    void failureToldAgainWithoutItsPlace_isNotAnnouncedAsStartedAgain() {
        RecordingId id = idOf(CHANNEL_LOCATION);
        Instant time = Instant.parse("2026-03-07T09:04:36Z");
        Arn channel = new Arn("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m");
        Evidence placed = new Evidence.RecordingTold(id, time.plusSeconds(60), RecordingState.FAILED, channel,
                Optional.of(CHANNEL_LOCATION), Optional.empty(), Optional.empty(), Optional.empty());
        Evidence unknown = new Evidence.RecordingTold(id, time, RecordingState.FAILED, channel, Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
        Recording told = NONE.join(placed).join(unknown);

        assertThat(told).isEqualTo(NONE.join(unknown).join(placed));
        assertThat(changes(told, told.join(aChannelStart().build()))).doesNotContain(OutboundChange.STARTED);
    }

    @Test
    void salvage_changesTheMedia_once_andWhereNothingCanBePlayedItSaysWhy() {
        Recording failed = NONE.join(aChannelStart().build()).join(aChannelEndFailure().build());
        Recording salvaged = failed.join(salvage("2026-03-07T11:00:00Z", new Salvage.Playable(
                "salvage/hls/multivariant.m3u8", Duration.ofSeconds(38), 4, 1)));

        assertThat(Announcement.between(failed, salvaged)).singleElement().satisfies(it -> {
            assertThat(it.change()).isEqualTo(OutboundChange.MEDIA_CHANGED);
            assertThat(it.toldBy()).containsExactly(EvidenceSource.SALVAGE);
        });
        assertThat(changes(salvaged, salvaged.join(salvage("2026-03-07T12:00:00Z", salvaged.summary().salvage()
                .orElseThrow())))).isEmpty();
        assertThat(
                changes(failed, failed.join(salvage("2026-03-07T11:00:00Z", new Salvage.Unsalvageable("no segment")))))
                .containsExactly(OutboundChange.MEDIA_CHANGED);
    }

    @Test
    void salvage_ofWhatIsSaidNeverToHaveBegun_isToldIfSomethingPlays() {
        Recording failed = NONE.join(aMetadata(CHANNEL_LOCATION, MetadataFile.FAILED).neverStarted().build());

        assertThat(failed.hasBegun()).isFalse();
        assertThat(changes(failed, failed.join(salvage("2026-03-07T11:00:00Z", new Salvage.Playable(
                "salvage/hls/multivariant.m3u8", Duration.ofSeconds(38), 4, 1)))))
                .containsExactly(OutboundChange.MEDIA_CHANGED);
        assertThat(changes(failed, failed.join(salvage("2026-03-07T11:00:00Z", new Salvage.Unsalvageable("nothing")))))
                .isEmpty();
    }

    private static Evidence salvage(String time, Salvage result) {
        return new Evidence.Salvaged(idOf(CHANNEL_LOCATION), Instant.parse(time), CHANNEL_LOCATION, result);
    }

    @Test
    void news_saysWhereItCameFrom() {
        Recording started = NONE.join(aChannelStart().build());

        assertThat(Announcement.between(NONE, started)).singleElement()
                .satisfies(it -> assertThat(it.toldBy()).containsExactly(EvidenceSource.IVS_EVENT));
        assertThat(
                Announcement.between(started, started.join(aMetadata(CHANNEL_LOCATION, MetadataFile.STARTED).build())))
                .singleElement().satisfies(it -> assertThat(it.toldBy()).containsExactly(EvidenceSource.S3_METADATA));
    }

    @Test
    void failedStart_thatBelongsToARecording_isToldByThatOneOnly() {
        Evidence.ChannelRecordingReported failure = aChannelStartFailure().build();
        Recording unrecorded = Recording.of(failure.subject()).join(failure);
        Evidence.Superseded superseded = new Evidence.Superseded((RecordingId.UnrecordedStream) failure.subject(),
                failure.time(), (RecordingId.Channel) idOf(CHANNEL_LOCATION),
                failure.recordingSessionId().orElseThrow());

        assertThat(changes(Recording.of(failure.subject()), unrecorded.join(superseded))).isEmpty();
        assertThat(changes(unrecorded, unrecorded.join(superseded))).isEmpty();
    }

    @Test
    void everythingAtOnce_isToldInTheOrderOfLife() {
        assertThat(changes(NONE, NONE.join(List.of(aChannelEnd().build(), aChannelStart().build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build()))))
                .containsExactly(OutboundChange.STARTED, OutboundChange.ENDED);
    }
}
