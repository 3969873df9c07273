package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.Composition;
import io.ivsorchestrator.ivs.InMemoryIvs;
import io.ivsorchestrator.ivs.Participant;
import io.ivsorchestrator.ivs.ParticipantSummary;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.StageSession;
import io.ivsorchestrator.ivs.StreamSession;
import io.ivsorchestrator.local.story.IvsEventJson;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelStream;
import io.ivsorchestrator.local.story.IvsEventJson.CompositionOfStage;
import io.ivsorchestrator.local.story.IvsEventJson.Failure;
import io.ivsorchestrator.local.story.IvsEventJson.ParticipantRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.S3Object;
import io.ivsorchestrator.local.story.IvsEventJson.StageParticipant;
import io.ivsorchestrator.local.story.IvsEventJson.Token;
import io.ivsorchestrator.tests.simulation.Telling.Claim;
import io.ivsorchestrator.tests.simulation.Telling.Use;
import io.ivsorchestrator.tests.simulation.TrueRecording.Document;
import io.ivsorchestrator.tests.simulation.TrueRecording.Rank;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes up what happens in an account within a few hours: streams that are recorded, merged, cut off or not recorded at all,
 * participants that come and go, compositions. The account, the bucket and the events follow from it, each in its time.
 */
final class Story {
    static final String BUCKET = "acme-recordings";
    /** Of another team: the deployment may neither list nor read it, and it sends no events. */
    static final String FOREIGN_BUCKET = "others-recordings";
    /** Why S3 says that an object has gone: somebody asked for it, or a rule of the bucket did. */
    static final String DELETED = "DeleteObject";
    static final String EXPIRED = "Lifecycle Expiration";
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    /** Fewer than there really are; for what is made of them their number does not matter. */
    private static final Duration SEGMENTS_EVERY = Duration.ofMinutes(4);

    private final Chance chance;
    private final Timeline timeline;
    private final World world;
    private final IvsEventJson events;
    private final List<TrueRecording> recordings = new ArrayList<>();
    /** What the API has to tell of each stream. */
    private final Map<String, Set<StreamSession.Event>> streamEvents = new HashMap<>();
    private int ids;
    private int sequencers;

    /** What the story acts on. */
    interface World {
        InMemoryIvs ivs();

        /** IVS's recorder writes an object. */
        void write(String bucket, String key, String content);

        /** Whether an event that should be sent is. */
        boolean tell(Telling telling);

        /** Whether the bucket's policy lets IVS Real-Time write. */
        boolean grants();
    }

    Story(Chance chance, Timeline timeline, World world) {
        this.chance = chance;
        this.timeline = timeline;
        this.world = world;
        this.events = new IvsEventJson(InMemoryIvs.ACCOUNT, InMemoryIvs.REGION, () -> "event-" + ids++);
    }

    /** All recordings, also those that failed to start. */
    List<TrueRecording> recordings() {
        return recordings;
    }

    void plan() {
        Arn storage = world.ivs().realTime().createStorageConfiguration("s", BUCKET, Map.of()).arn();
        int themes = chance.between(1, 3);
        for (int i = 0; i < themes; i++) {
            switch (chance.below(5)) {
                case 0, 1 -> channel(i);
                case 2, 3 -> stage(i, storage);
                default -> compositions(i, storage);
            }
        }
        noise();
    }

    private Instant sometime() {
        return Timeline.BEGINNING.plus(chance.between(Duration.ZERO, Duration.ofMinutes(40)));
    }

    private void at(Instant time, Runnable happening) {
        timeline.at(time, happening);
    }

    private TrueRecording recording(String id, String bucket, String prefix) {
        TrueRecording recording = new TrueRecording(id, bucket, prefix, bucket.equals(BUCKET));
        recordings.add(recording);
        return recording;
    }

    /** Now. */
    private boolean tell(String json, Claim... claims) {
        return world.tell(new Telling(json, Use.FACT, List.of(claims)));
    }

    private Instant now() {
        return timeline.moment();
    }

    // Channels

    private void channel(int number) {
        String name = chance.in(0.2) ? "" : "channel-" + number;
        Arn channel = world.ivs().lowLatency().createChannel(name, Optional.empty(), Map.of()).arn();
        String bucket = chance.in(0.15) ? FOREIGN_BUCKET : BUCKET;
        Instant time = sometime();
        int parts = chance.between(1, 2);
        for (int i = 0; i < parts; i++) {
            time = chance.in(0.25)
                    ? unrecorded(new ChannelStream(channel.value(), name, streamId()), bucket, time)
                    : recorded(channel, name, bucket, time, i == parts - 1);
            time = time.plus(chance.between(Duration.ofMinutes(1), Duration.ofMinutes(30)));
        }
    }

    private String streamId() {
        return "st-" + chance.id(23);
    }

    /** A stream that is live and not recorded. */
    private Instant unrecorded(ChannelStream stream, String bucket, Instant start) {
        Arn channel = new Arn(stream.channelArn());
        TrueRecording failed = recording("channel." + channel.resourceId() + "." + stream.streamId(), bucket, "");
        failed.stream(stream.streamId());
        String session = chance.id(12);
        Instant end = start.plus(chance.between(Duration.ofMinutes(2), Duration.ofMinutes(40)));
        at(start, () -> {
            failed.reach(Rank.FAILED);
            live(stream, start, Optional.empty(), List.of(failure("Recording Start Failure", start)));
            tell(events.streamStart(start, stream));
            tell(events.recordingStartFailure(start, stream, new ChannelRecordingSession(session, bucket, ""),
                    "ValidationException"),
                    Claim.of(failed, Rank.FAILED).streams(session, Set.of(stream.streamId())));
        });
        at(end, () -> {
            live(stream, start, Optional.of(end), List.of(failure("Recording Start Failure", start)));
            tell(events.streamEnd(end, stream));
        });
        return end;
    }

    private static StreamSession.Event failure(String name, Instant time) {
        return new StreamSession.Event(name, "IVS Recording State Change", time, Optional.empty());
    }

    private void live(ChannelStream stream, Instant start, Optional<Instant> end, List<StreamSession.Event> told) {
        Set<StreamSession.Event> all = streamEvents.computeIfAbsent(stream.streamId(), _ -> new LinkedHashSet<>());
        all.addAll(told);
        world.ivs().put(new Arn(stream.channelArn()), new StreamSession(stream.streamId(), Optional.of(start), end,
                Optional.empty(), Optional.empty(), List.copyOf(all)));
    }

    private Instant recorded(Arn channel, String name, String bucket, Instant start, boolean last) {
        String id = chance.id(12);
        ZonedDateTime at = start.atZone(ZoneOffset.UTC);
        String prefix = String.join("/", "ivs/v1", InMemoryIvs.ACCOUNT, channel.resourceId(), "" + at.getYear(),
                "" + at.getMonthValue(), "" + at.getDayOfMonth(), "" + at.getHour(), "" + at.getMinute(), id);
        TrueRecording recording = recording("channel." + channel.resourceId() + "." + id, bucket, prefix);
        ChannelRecordingSession session = new ChannelRecordingSession(chance.id(12), bucket, prefix);
        int streams = chance.in(0.3) ? chance.between(2, 3) : 1;
        Rank end = last && chance.in(0.15) ? Rank.ACTIVE : chance.in(0.25) ? Rank.FAILED : Rank.STOPPED;
        boolean told = chance.in(0.6);
        Optional<Boolean> startFailedFirst = chance.in(0.12) ? Optional.of(chance.in(0.5)) : Optional.empty();
        Duration length = Duration.ZERO;
        Instant time = start;
        List<String> merged = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            ChannelStream stream = new ChannelStream(channel.value(), name, streamId());
            merged.add(stream.streamId());
            Instant from = time;
            Instant until = from.plus(chance.between(Duration.ofMinutes(1), Duration.ofMinutes(40)));
            length = length.plus(Duration.between(from, until));
            boolean first = i == 0;
            boolean ends = i == streams - 1;
            boolean startTold = first || chance.in(0.5);
            boolean goesOn = ends && end == Rank.ACTIVE;
            at(from, () -> {
                live(stream, from, Optional.empty(), List.of());
                tell(events.streamStart(from, stream));
                recording.stream(stream.streamId());
                if (first) {
                    startFailedFirst.ifPresent(same -> failedStart(recording, stream, session, same));
                    recording.begin(from);
                    document(recording, Document.STARTED, channelMetadata(recording, channel, Document.STARTED));
                }
                if (startTold) {
                    tell(events.recordingStart(from, stream, session), Claim.of(recording, Rank.ACTIVE)
                            .streams(session.sessionId(), Set.of(stream.streamId())));
                }
            });
            records(recording, from, until);
            if (!goesOn) {
                boolean failed = ends && end == Rank.FAILED;
                at(until, () -> {
                    live(stream, from, Optional.of(until),
                            failed ? List.of(failure("Recording End Failure", until)) : List.of());
                    if (chance.in(0.1)) {
                        tell(events.streamFailure(until, stream, "Transcode capacity exceeded. Please try again."));
                    }
                    tell(events.streamEnd(until, stream));
                });
            }
            time = until;
            if (ends && end != Rank.ACTIVE) {
                Duration whole = length;
                Instant over = until.plus(TWO_SECONDS);
                boolean written = end == Rank.STOPPED || told;
                at(over, () -> endChannel(recording, channel, stream, session, end, whole, merged, written));
            }
            time = time.plus(chance.between(Duration.ofSeconds(10), Duration.ofSeconds(100)));
        }
        return time;
    }

    /** Beyond 48 hours a stream gets another prefix: one of the two may fail to start, under a session of its own or not. */
    private void failedStart(TrueRecording recording, ChannelStream stream, ChannelRecordingSession session,
            boolean same) {
        TrueRecording failed = recording("channel." + new Arn(stream.channelArn()).resourceId() + "."
                + stream.streamId(), session.bucket(), "");
        failed.stream(stream.streamId());
        failed.reach(Rank.FAILED);
        String id = same ? session.sessionId() : chance.id(12);
        recording.failedStart(new TrueRecording.FailedStart(failed, stream.streamId(), same));
        live(stream, now(), Optional.empty(), List.of(failure("Recording Start Failure", now())));
        tell(events.recordingStartFailure(now(), stream, new ChannelRecordingSession(id, session.bucket(), ""),
                "ValidationException"),
                Claim.of(failed, Rank.FAILED).streams(id, Set.of(stream.streamId())));
    }

    private void endChannel(TrueRecording recording, Arn channel, ChannelStream stream,
            ChannelRecordingSession session, Rank as, Duration length, List<String> merged, boolean written) {
        Instant time = now();
        recording.end(as, time, length);
        Document document = as == Rank.STOPPED ? Document.ENDED : Document.FAILED;
        if (written) {
            document(recording, document, channelMetadata(recording, channel, document));
        }
        if (as == Rank.STOPPED) {
            tell(events.recordingEnd(time, stream, session, length, chance.shuffled(merged)),
                    Claim.of(recording, as).streams(session.sessionId(), new TreeSet<>(merged))
                            .ended(time, Optional.of(length)));
        } else {
            tell(events.recordingEndFailure(time, stream, session, "InternalServerException"), Claim.of(recording, as)
                    .streams(session.sessionId(), Set.of(stream.streamId())).ended(time, Optional.empty()));
        }
    }

    // Stages

    private void stage(int number, Arn storage) {
        Arn stage = world.ivs().realTime().createStage("stage-" + number, StageRecording.to(storage), Map.of()).arn();
        Instant time = sometime();
        String session = sessionId();
        String next = sessionId();
        Instant end = time.plus(Duration.ofMinutes(60));
        Instant again = end.plusSeconds(30);
        at(time, () -> world.ivs().put(stage, new StageSession(session, Optional.of(now()), Optional.empty())));
        at(end, () -> world.ivs().put(stage, new StageSession(session, Optional.of(time), Optional.of(now()))));
        at(again, () -> world.ivs().put(stage, new StageSession(next, Optional.of(now()), Optional.empty())));
        int participants = chance.between(1, 3);
        for (int i = 0; i < participants; i++) {
            Guest guest = new Guest(stage, session, next, chance.id(12), chance.in(0.2)
                    ? ""
                    : "user-" + chance.below(
                            3));
            guest.comes(time.plus(chance.between(Duration.ZERO, Duration.ofMinutes(20))), end, again);
        }
    }

    private String sessionId() {
        return "st-" + chance.id(13);
    }

    /** A participant with its recordings. */
    private final class Guest {
        private final Arn stage;
        private final String session;
        private final String next;
        private final String id;
        private final String user;
        private final List<TrueRecording> mine = new ArrayList<>();

        Guest(Arn stage, String session, String next, String id, String user) {
            this.stage = stage;
            this.session = session;
            this.next = next;
            this.id = id;
            this.user = user;
        }

        void comes(Instant from, Instant sessionEnds, Instant sessionBegins) {
            at(from, () -> {
                if (world.grants()) {
                    takesPart(from, sessionEnds, sessionBegins);
                } else {
                    isDenied(from);
                }
            });
        }

        private void isDenied(Instant from) {
            fails(from, Failure.BUCKET_ACCESS_DENIED);
            mine.getLast().deny();
        }

        private void takesPart(Instant from, Instant sessionEnds, Instant sessionBegins) {
            switch (chance.below(8)) {
                case 0 -> fails(from, chance.one(List.of(Failure.BUCKET_ACCESS_DENIED, Failure.CODEC_NOT_SUPPORTED,
                        Failure.SERVICE_ERROR, Failure.BUCKET_NOT_FOUND)));
                case 1 -> staysOn(from);
                case 2 -> mergesInto(from, sessionEnds, sessionBegins);
                case 3 -> {
                    Instant until = publishes(from, Rank.STOPPED, true);
                    publishes(until.plus(Duration.ofMinutes(4)), Rank.STOPPED, true);
                }
                case 4, 5 -> publishes(from, Rank.FAILED, chance.in(0.5));
                default -> publishes(from, Rank.STOPPED, true);
            }
        }

        private TrueRecording started(Instant from) {
            String timestamp = from.toString().replace(':', '-');
            String prefix = String.join("/", stage.resourceId(), session, id, timestamp);
            TrueRecording recording = recording("participant." + prefix.replace('/', '.'), BUCKET, prefix);
            recording.sessions().add(session);
            mine.add(recording);
            return recording;
        }

        private ParticipantRecordingSession in(String current, TrueRecording recording) {
            return new ParticipantRecordingSession(stage.value(), current, id, BUCKET, recording.prefix());
        }

        private StageParticipant in(String current) {
            return new StageParticipant(stage.value(), current, user, id);
        }

        /** What {@code GetParticipant} and {@code ListParticipants} say from now on. */
        private void api(String current, String recordingState, Instant joined) {
            world.ivs().put(stage, current, new Participant(
                    new ParticipantSummary(id, Optional.of(user).filter(it -> !it.isEmpty()), "CONNECTED", true,
                            Optional.of(joined), Optional.of(recordingState), Optional.empty(), Optional.empty()),
                    Optional.of(BUCKET), Optional.of(stage.resourceId() + "/" + session + "/" + id)));
        }

        private Claim[] users(String current, String named) {
            return mine.stream().filter(recording -> recording.sessions().contains(current))
                    .peek(recording -> recording.users().add(named))
                    .map(recording -> Claim.of(recording, Rank.STARTING).aside().session(current).user(named))
                    .toArray(Claim[]::new);
        }

        private void published(String current) {
            String json = events.participantPublished(now(), in(current), now());
            tell(json, user.isEmpty() ? new Claim[0] : users(current, user));
        }

        private void unpublished(String current) {
            String json = events.participantUnpublished(now(), in(current), now());
            tell(json, user.isEmpty() ? new Claim[0] : users(current, user));
        }

        private void begins(TrueRecording recording, Instant from) {
            recording.begin(from);
            api(session, "ACTIVE", from);
            published(session);
            tell(events.participantRecordingStart(from, in(session, recording)),
                    Claim.of(recording, Rank.ACTIVE).session(session));
            document(recording, Document.STARTED, participantMetadata(recording, Document.STARTED));
        }

        private void fails(Instant from, Failure failure) {
            TrueRecording recording = started(from);
            at(from, () -> {
                recording.reach(Rank.FAILED);
                api(session, "FAILED", from);
                published(session);
                tell(events.participantRecordingStartFailure(from, in(session, recording), failure),
                        Claim.of(recording, Rank.FAILED).session(session));
            });
            at(from.plusSeconds(600), () -> unpublished(session));
        }

        private void staysOn(Instant from) {
            TrueRecording recording = started(from);
            at(from, () -> begins(recording, from));
            // Then IVS forgets about it.
            records(recording, from, from.plus(Duration.ofMinutes(30)));
            if (chance.in(0.5)) {
                at(from.plusSeconds(300), () -> {
                    Token before = token(user);
                    Token after = token("moderator-" + id);
                    tell(events.tokenExchanged(now(), in(session), now(), before, after),
                            users(session, "moderator-" + id));
                });
            }
        }

        private static Token token(String user) {
            return new Token(List.of("PUBLISH"), Map.of(), user, Timeline.BEGINNING.plus(Duration.ofHours(12)));
        }

        private Instant publishes(Instant from, Rank as, boolean written) {
            TrueRecording recording = started(from);
            Duration length = chance.between(Duration.ofSeconds(30), Duration.ofMinutes(15));
            Instant until = from.plus(length);
            at(from, () -> begins(recording, from));
            records(recording, from, until);
            at(until, () -> ends(recording, session, as, length, written, from));
            return until;
        }

        private void ends(TrueRecording recording, String current, Rank as, Duration length, boolean written,
                Instant joined) {
            Instant time = now();
            recording.end(as, time, length);
            api(current, as.name(), joined);
            unpublished(current);
            Document document = as == Rank.STOPPED ? Document.ENDED : Document.FAILED;
            if (written) {
                document(recording, document, participantMetadata(recording, document));
            }
            Claim claim = Claim.of(recording, as).session(current).ended(time, Optional.of(length));
            if (as == Rank.STOPPED) {
                tell(events.participantRecordingEnd(time, in(current, recording), length), claim);
            } else {
                tell(events.participantRecordingEndFailure(time, in(current, recording), length,
                        chance.in(0.5) ? Failure.SERVICE_ERROR : Failure.BUCKET_ACCESS_DENIED), claim);
            }
        }

        /** Leaves with the session and is back in the next one within the reconnect window: one recording, under the first. */
        private void mergesInto(Instant from, Instant sessionEnds, Instant sessionBegins) {
            TrueRecording recording = started(from);
            Duration length = chance.between(Duration.ofMinutes(1), Duration.ofMinutes(10));
            at(from, () -> begins(recording, from));
            records(recording, from, sessionEnds);
            records(recording, sessionBegins, sessionBegins.plus(length));
            at(sessionEnds.minusSeconds(1), () -> {
                api(session, "STOPPED", from);
                unpublished(session);
            });
            at(sessionBegins, () -> {
                recording.sessions().add(next);
                api(next, "ACTIVE", sessionBegins);
                published(next);
            });
            Duration whole = Duration.between(from, sessionEnds).plus(length);
            at(sessionBegins.plus(length), () -> ends(recording, next, Rank.STOPPED, whole, true, sessionBegins));
        }
    }

    // Compositions

    private void compositions(int number, Arn storage) {
        Arn stage = world.ivs().realTime().createStage("composed-" + number, StageRecording.to(storage), Map.of())
                .arn();
        int count = chance.between(1, 2);
        for (int i = 0; i < count; i++) {
            new Composed(stage, storage).starts(sometime());
        }
    }

    /** A composition with one destination in S3 and perhaps a channel. */
    private final class Composed {
        private final Arn arn = world.ivs().arn("composition");
        private final Arn stage;
        private final Arn storage;
        private final CompositionOfStage composition;
        private final String destination = chance.id(12);
        private final Optional<String> channel = chance.in(0.4) ? Optional.of(chance.id(12)) : Optional.empty();
        private final TrueRecording recording;

        Composed(Arn stage, Arn storage) {
            this.stage = stage;
            this.storage = storage;
            this.composition = new CompositionOfStage(arn.value(), stage.value());
            this.recording = recording("composite." + arn.resourceId() + "." + destination, BUCKET,
                    String.join("/", chance.id(12), arn.resourceId(), destination, "composite"));
        }

        private Claim says(Rank rank) {
            return Claim.of(recording, rank).aside();
        }

        private void api(String state, String destinationState, Instant start, Optional<Instant> end) {
            world.ivs().put(new Composition(arn, stage, state, Optional.of(start), end,
                    List.of(new Composition.Destination(destination, destinationState, Optional.of(start), end,
                            new Composition.ToS3(storage, Optional.of(recording.prefix())))),
                    Map.of()));
        }

        void starts(Instant start) {
            Instant end = start.plus(chance.between(Duration.ofMinutes(2), Duration.ofMinutes(50)));
            at(start, () -> {
                recording.begin(start);
                api("ACTIVE", "ACTIVE", start, Optional.empty());
                tell(events.compositionSessionStart(start, composition), says(Rank.STARTING));
                tell(events.compositionDestinationStart(start, composition, destination), says(Rank.ACTIVE));
                channel.ifPresent(id -> tell(events.compositionDestinationStart(start, composition, id)));
                document(recording, Document.STARTED, compositeMetadata(recording, stage, Document.STARTED));
            });
            records(recording, start, end);
            channel.filter(_ -> chance.in(0.3)).ifPresent(id -> at(start.plusSeconds(60), () -> tell(
                    events.compositionDestinationFailure(now(), composition, id, Failure.CHANNEL_BUSY))));
            switch (chance.below(6)) {
                case 0 -> {
                    // It goes on.
                }
                case 1 -> at(end, () -> fails(start, true));
                case 2 -> at(end, () -> fails(start, false));
                default -> at(end, () -> ends(start));
            }
        }

        private void ends(Instant start) {
            Instant time = now();
            recording.end(Rank.STOPPED, time, Duration.between(start, time));
            api("STOPPED", "STOPPED", start, Optional.of(time));
            document(recording, Document.ENDED, compositeMetadata(recording, stage, Document.ENDED));
            tell(events.compositionDestinationEnd(time, composition, destination), says(Rank.STOPPING)
                    .ended(time, Optional.empty()));
            if (chance.in(0.2)) {
                tell(events.compositionSessionFailure(time, composition, Failure.OUTPUTS_FAILED), says(Rank.STOPPING));
            } else {
                tell(events.compositionSessionEnd(time, composition), says(Rank.STOPPED));
            }
        }

        private void fails(Instant start, boolean written) {
            Instant time = now();
            recording.end(Rank.FAILED, time, Duration.between(start, time));
            api("FAILED", "FAILED", start, Optional.of(time));
            if (written) {
                document(recording, Document.FAILED, compositeMetadata(recording, stage, Document.FAILED));
            }
            tell(events.compositionDestinationReconnecting(time.minusSeconds(20), composition, destination),
                    says(Rank.ACTIVE));
            tell(events.compositionDestinationFailure(time, composition, destination, Failure.BUCKET_ACCESS_DENIED),
                    says(Rank.FAILED).ended(time, Optional.empty()));
            tell(events.compositionSessionFailure(time, composition, Failure.OUTPUTS_FAILED), says(Rank.STOPPING));
        }
    }

    // What lies in S3

    private void document(TrueRecording recording, Document document, String json) {
        String key = recording.prefix() + "/" + document.path();
        recording.written(document, now());
        if (!recording.readable()) {
            return;
        }
        world.write(recording.bucket(), key, json);
        if (document == Document.STARTED) {
            media(recording);
        }
        tell(events.s3ObjectCreated(now(), object(recording, key), json.length(), "b1946ac92492d2347c6235b4d2611184",
                "PutObject"), Claim.of(recording, document.rank()));
    }

    private S3Object object(TrueRecording recording, String key) {
        return new S3Object(recording.bucket(), key, Optional.empty(), "0065F1A2B3%08X".formatted(sequencers++));
    }

    /** What there is of it when it has begun. */
    private void media(TrueRecording recording) {
        int segments = chance.between(0, 4);
        if (chance.in(0.1)) {
            recording.media().withoutPlaylist();
        }
        for (int i = 0; i < segments; i++) {
            segment(recording);
        }
        if (chance.in(0.2)) {
            // Somebody else's, although the names begin alike.
            world.write(recording.bucket(), recording.prefix() + "0/media/hls/0.ts", "not of this recording");
            world.write(recording.bucket(), recording.prefix() + ".txt", "not of this recording");
        }
    }

    /** One segment, and again the playlist that names all; the segment may fail to be written. */
    private void segment(TrueRecording recording) {
        RecordedMedia.Segment segment = recording.media().next(chance.between(1000, 12_000), chance.in(0.1));
        if (!segment.lost()) {
            world.write(recording.bucket(), recording.prefix() + "/" + segment.path(), "segment");
        }
        if (recording.media().hasPlaylist()) {
            world.write(recording.bucket(), recording.prefix() + "/" + RecordedMedia.FOLDER + "playlist.m3u8",
                    recording.media().playlist());
        }
    }

    /** From its beginning on, so often that nobody takes it for over: longer pauses than a reconnect window are none of IVS's. */
    private void records(TrueRecording recording, Instant from, Instant until) {
        if (recording.readable()) {
            for (Instant time = from.plus(SEGMENTS_EVERY); time.isBefore(until); time = time.plus(SEGMENTS_EVERY)) {
                at(time, () -> segment(recording));
            }
        }
    }

    /** An object of a recording has gone; S3 tells of those that the rule matches. */
    void deleted(TrueRecording recording, String key, String reason) {
        for (Document document : Document.values()) {
            if (key.equals(recording.prefix() + "/" + document.path())) {
                recording.gone(document, tell(events.s3ObjectDeleted(now(), object(recording, key), reason,
                        "Permanently Deleted"), Claim.of(recording, document.rank())));
            }
        }
    }

    private static String channelMetadata(TrueRecording recording, Arn channel, Document document) {
        return metadata(recording, document, "\"channel_arn\":\"" + channel.value() + "\"", "master.m3u8");
    }

    private static String participantMetadata(TrueRecording recording, Document document) {
        String[] parts = recording.prefix().split("/", -1);
        return metadata(recording, document, "\"stage_arn\":\"arn:aws:ivs:" + InMemoryIvs.REGION + ":"
                + InMemoryIvs.ACCOUNT + ":stage/" + parts[0] + "\",\"session_id\":\"" + parts[1]
                + "\",\"participant_id\":\"" + parts[2] + "\"", "multivariant.m3u8");
    }

    private static String compositeMetadata(TrueRecording recording, Arn stage, Document document) {
        return metadata(recording, document, "\"stage_arn\":\"" + stage.value() + "\"", "multivariant.m3u8");
    }

    /** IVS user guides, "JSON Metadata Files". */
    private static String metadata(TrueRecording recording, Document document, String identity, String playlist) {
        String status = switch (document) {
            case STARTED -> "RECORDING_STARTED";
            case ENDED -> "RECORDING_ENDED";
            case FAILED -> "RECORDING_ENDED_WITH_FAILURE";
        };
        String ended = document == Document.STARTED
                ? ""
                : ",\"recording_ended_at\":\"" + recording.endedAt().orElseThrow() + "\"";
        String length = document == Document.STARTED
                ? ""
                : ",\"duration_ms\":" + recording.duration().orElseThrow().toMillis();
        return "{\"version\":\"v1\"," + identity + ",\"recording_started_at\":\""
                + recording.startedAt().orElseThrow() + "\"" + ended + ",\"recording_status\":\"" + status
                + "\",\"media\":{\"hls\":{\"path\":\"media/hls\",\"playlist\":\"" + playlist + "\"" + length
                + ",\"renditions\":[{\"path\":\"high\",\"playlist\":\"playlist.m3u8\"}]}}}";
    }

    // What arrives and is of no use

    private void noise() {
        int pieces = chance.below(4);
        for (int i = 0; i < pieces; i++) {
            Instant time = sometime();
            Noise noise = chance.one(List.of(Noise.values()));
            String json = noise.json(time, chance);
            at(time, () -> world.tell(new Telling(json, noise.use(), List.of())));
        }
    }
}
