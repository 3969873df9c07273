package io.ivsorchestrator.recording;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.COMPOSITE_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aComposition;
import static io.ivsorchestrator.recording.EvidenceBuilders.aDeletion;
import static io.ivsorchestrator.recording.EvidenceBuilders.aHold;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipant;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aStream;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.anExpiry;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.anUnread;
import static io.ivsorchestrator.recording.EvidenceBuilders.channelLocation;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;

import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.events.StreamChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Facts of every type about few subjects at few times, so that many of them are tellings of the same. */
public final class EvidenceArbitraries {
    private static final S3Location ROLLED_OVER = channelLocation("nN3nN3nN3nN3");
    private static final List<S3Location> LOCATIONS = List.of(CHANNEL_LOCATION, ROLLED_OVER, PARTICIPANT_LOCATION,
            COMPOSITE_LOCATION);
    /** All recordings that the facts are about. */
    public static final List<RecordingId> IDS = LOCATIONS.stream().map(EvidenceBuilders::idOf).toList();

    private EvidenceArbitraries() {
    }

    public static Arbitrary<Evidence> anyEvidence() {
        return Arbitraries.randomValue(EvidenceArbitraries::any);
    }

    public static Evidence any(Random random) {
        String time = pick(random, "2026-03-07T09:04:36Z", "2026-03-07T10:36:12.500Z", "2026-03-09T00:00:00Z");
        String stream = pick(random, STREAM_1, STREAM_2);
        String session = pick(random, SESSION_1, SESSION_2);
        S3Location location = LOCATIONS.get(random.nextInt(LOCATIONS.size()));
        MetadataFile file = pick(random, MetadataFile.values());
        return switch (random.nextInt(13)) {
            case 0, 1 -> channel(random, time, stream);
            case 2 -> participant(random, time, session);
            case 3 -> composition(random, time);
            case 4 -> aStream(pick(random, StreamChange.values())).stream(stream).at(time)
                    .because(pick(random, "one", "another")).build();
            case 5 -> aUser(pick(random, "user-7", "another-user")).session(session).at(time).build();
            case 6 -> aParticipant(pick(random, Evidence.ParticipantChange.values())).at(time)
                    .because(pick(random, "QUOTA_EXCEEDED", "INVALID_INPUT")).build();
            case 9 -> new Evidence.Salvaged(idOf(location), Instant.parse(time), location, random.nextBoolean()
                    ? new Salvage.Playable("salvage/hls/multivariant.m3u8", Duration.ofMillis(random.nextInt(3)), 2, 1)
                    : new Salvage.Unsalvageable(pick(random, "no segment", "no initialization segment")));
            case 11 -> new Evidence.Inspected(idOf(location), Instant.parse(time), location,
                    new Inspection(List.of(new Inspection.Rendition("media/hls/720p60", 3_500_000, 3_000_000,
                            List.of("avc1.4D401F", "mp4a.40.2"), Optional.of("1280x720"), Duration.ofSeconds(5412), 902,
                            2_000_000_000L + random.nextInt(3), random.nextInt(2)))));
            case 10 -> told(random, time, session, location);
            case 7 -> metadata(random, time, location, file, session);
            case 8 -> keeping(random, time, location, file);
            default -> object(random, time, location, file);
        };
    }

    private static Evidence channel(Random random, String time, String stream) {
        EvidenceBuilders.ChannelFact fact = pick(random, aChannelStart(), aChannelEnd(), aChannelEndFailure(),
                aChannelStartFailure());
        fact.stream(stream).at(time).named(pick(random, "acme-main", "renamed"));
        if (random.nextBoolean()) {
            fact.mergedWith(pick(random, STREAM_1, STREAM_2));
        }
        if (random.nextInt(4) == 0) {
            fact.withoutRecordingSession();
        } else {
            fact.recordingSession(pick(random, "d4RsW8xPqL2v", "bB2bB2bB2bB2"));
        }
        Evidence.ChannelRecordingReported built = fact.build();
        return built.location().isPresent() && random.nextInt(3) == 0 ? fact.in(ROLLED_OVER).build() : built;
    }

    private static Evidence participant(Random random, String time, String session) {
        return pick(random, aParticipantStart(), aParticipantEnd(), aParticipantEndFailure(),
                aParticipantStartFailure()).session(session).at(time).build();
    }

    private static Evidence composition(Random random, String time) {
        CompositionChange change = pick(random, CompositionChange.values());
        EvidenceBuilders.CompositionFact fact = aComposition(change).at(time).because(pick(random, "A", "B"), "words");
        return change.ofDestination() && random.nextBoolean()
                ? fact.destination("Zz9zZ9zZ9zZ9").build()
                : fact.build();
    }

    private static Evidence metadata(Random random, String time, S3Location location, MetadataFile file,
            String session) {
        if (random.nextInt(4) == 0) {
            return anUnread(location, file, pick(random, Evidence.UnreadReason.values()));
        }
        EvidenceBuilders.MetadataFact fact = aMetadata(location, file).at(time)
                .status(pick(random, RecordingState.values())).message(pick(random, "one", "another"))
                .started(pick(random, "2026-03-07T09:04:36Z", "2026-03-07T09:04:37Z"));
        return idOf(location).kind() == RecordingKind.PARTICIPANT ? fact.session(session).build() : fact.build();
    }

    private static Evidence told(Random random, String time, String session, S3Location location) {
        Instant at = Instant.parse(time);
        RecordingId.Participant unrecorded = RecordingId.Participant.unrecorded(EvidenceBuilders.STAGE, session,
                EvidenceBuilders.PARTICIPANT);
        return switch (random.nextInt(4)) {
            case 0 -> new Evidence.UserTold(new Subject.StageParticipant(EvidenceBuilders.STAGE, session,
                    EvidenceBuilders.PARTICIPANT), at, pick(random, "user-7", "user-8"));
            case 1 -> new Evidence.MediaMissed(idOf(location), at, location);
            case 2 -> new Evidence.RecordingTold(unrecorded, at, RecordingState.FAILED, EvidenceBuilders.STAGE_ARN,
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
            default -> told(random, location, pick(random, RecordingState.values()));
        };
    }

    /** The same state told with any part of what the API may tell with it. */
    static Evidence.RecordingTold told(Random random, S3Location location, RecordingState state) {
        return new Evidence.RecordingTold(idOf(location), time(random), state,
                EvidenceBuilders.STAGE_ARN, sometimes(random, location), sometimes(random, time(random)),
                sometimes(random, time(random)), sometimes(random, pick(random, "One", "Another")));
    }

    private static Instant time(Random random) {
        return Instant.parse(pick(random, "2026-03-07T09:04:36Z", "2026-03-07T10:36:12.500Z", "2026-03-09T00:00:00Z"));
    }

    private static <T> Optional<T> sometimes(Random random, T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private static Evidence keeping(Random random, String time, S3Location location, MetadataFile file) {
        return switch (random.nextInt(3)) {
            case 0 -> anExpiry(location, file, pick(random, "2026-06-07T00:00:00Z", "2026-09-07T00:00:00Z"));
            case 1 -> aHold(location, pick(random, "legal", "editors"), pick(random, Evidence.HoldChange.values()),
                    time);
            default -> aDeletion(location, pick(random, Evidence.DeletionChange.values()), time);
        };
    }

    private static Evidence object(Random random, String time, S3Location location, MetadataFile file) {
        EvidenceBuilders.ObjectFact fact = anObject(location, file).at(time)
                .sequencer(pick(random, "01", "0100", "02", "02a"));
        if (random.nextBoolean()) {
            fact.version(pick(random, "v1", "v2"));
        }
        return switch (random.nextInt(3)) {
            case 0 -> fact.deleted().build();
            case 1 -> fact.markedDeleted().build();
            default -> fact.build();
        };
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
