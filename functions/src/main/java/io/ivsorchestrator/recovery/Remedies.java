package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.incident.Attempt;
import io.ivsorchestrator.incident.Attempt.Outcome;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.ivs.BucketPolicy;
import io.ivsorchestrator.ivs.Channel;
import io.ivsorchestrator.ivs.Composition;
import io.ivsorchestrator.ivs.CompositionOrder;
import io.ivsorchestrator.ivs.CompositionSummary;
import io.ivsorchestrator.ivs.EncoderConfiguration;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LiveStream;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.Page;
import io.ivsorchestrator.ivs.ParticipantFilter;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.ivs.Stage;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.StorageConfiguration;
import io.ivsorchestrator.ivs.StreamSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Does what can be done and is allowed. Every remedy looks again right before it acts, so that it may be repeated, and says what
 * was there before and what is there now.
 */
final class Remedies {
    /** How often one remedy is tried for one bucket, configuration or stage of an incident. */
    static final int MAX_TRIES = 3;
    /** How often one channel's viewers are cut off for one incident: where that did not help, it will not. */
    static final int MAX_RESTARTS = 2;
    /** What was begun is followed up for about a day; later somebody else may begin again. */
    private static final Duration FOLLOWED_UP = Duration.ofDays(2);
    /** On what a remedy made: the ARN, session or stream that it is for. Tag values hold 256 characters. */
    static final String REPLACES_TAG = "ivs-recording:replaces";
    static final String STAND_IN_TAG = "ivs-recording:stand-in";
    private static final String STAND_IN_NAME = "ivs-recording-stand-in";

    private final RecoveryMode mode;
    private final LowLatencyApi lowLatency;
    private final RealTimeApi realTime;
    private final Buckets buckets;

    Remedies(RecoveryMode mode, LowLatencyApi lowLatency, RealTimeApi realTime, Buckets buckets) {
        this.mode = mode;
        this.lowLatency = lowLatency;
        this.realTime = realTime;
        this.buckets = buckets;
    }

    /**
     * The remedy whose turn it is: repairs first, which are at least proposed, then those on something live, which nobody
     * hears of who has not asked for them.
     *
     * @param continuing whether this is the one worker that has come back for a remedy that was begun
     */
    Optional<Remedy> next(Incident incident, FailedRecording failed, Instant now, boolean continuing) {
        Stream<Remedy> repairs = Remedy.repairs(incident, failed).stream()
                .filter(remedy -> mayRepair(incident, remedy, now, continuing));
        Stream<Remedy> onLive = Remedy.onLive(incident, failed).stream()
                .filter(remedy -> failed.fresh(now) && mode.allows(remedy.permission()))
                .filter(remedy -> of(incident, remedy).isEmpty() && !isOften(incident, remedy));
        return Stream.concat(repairs, onLive).findFirst();
    }

    private boolean mayRepair(Incident incident, Remedy remedy, Instant now, boolean continuing) {
        List<Attempt> attempts = of(incident, remedy);
        if (attempts.isEmpty()) {
            return incident.state() != Incident.State.CLOSED;
        }
        Attempt last = attempts.getLast();
        boolean allowed = mode.allows(remedy.permission());
        return switch (last.outcome()) {
            case STARTED -> continuing || (allowed && last.at().plus(FOLLOWED_UP).isBefore(now));
            case REFUSED -> false;
            case PROPOSED -> allowed && incident.state() == Incident.State.OPEN;
            case DONE, FAILED -> allowed && incident.state() == Incident.State.OPEN
                    && attempts.stream().filter(Attempt::concluded).count() < MAX_TRIES;
        };
    }

    /** What was attempted of it so far, oldest first. An incident is of one bucket or configuration, and may hit many stages. */
    private static List<Attempt> of(Incident incident, Remedy remedy) {
        return incident.attempts().stream().filter(it -> it.remedy().equals(remedy.name()))
                .filter(it -> switch (remedy) {
                    case Remedy.RestoreGrant _,Remedy.ReplaceConfiguration _ -> true;
                    case Remedy.ReplaceStorage _,Remedy.Compose _,Remedy.RestartStream _ ->
                            it.before().equals(target(remedy));
                }).toList();
    }

    /** A new stream has a new id, so that a channel whose recording never works would be stopped for ever. */
    private static boolean isOften(Incident incident, Remedy remedy) {
        return remedy instanceof Remedy.RestartStream restart && incident.attempts().stream()
                .filter(it -> it.remedy().equals(restart.name()) && it.before().endsWith(of(restart.channel())))
                .filter(Attempt::concluded).count() >= MAX_RESTARTS;
    }

    private static String target(Remedy remedy) {
        return switch (remedy) {
            case Remedy.Compose it -> "session " + it.sessionId();
            case Remedy.RestartStream it -> "stream " + it.streamId() + of(it.channel());
            case Remedy.RestoreGrant it -> it.bucket();
            case Remedy.ReplaceConfiguration it -> it.configuration();
            case Remedy.ReplaceStorage it -> it.configuration() + of(it.stage());
        };
    }

    private static String of(Arn resource) {
        return " of " + resource;
    }

    /**
     * Does it, or says that it would.
     *
     * @param clock asked when it is done
     * @throws IvsRefusedException if IVS must be asked again later; nothing was done then that doing it again would harm
     */
    Attempt apply(Remedy remedy, FailedRecording failed, InstantSource clock) {
        Making making = new Making(remedy, clock, mode.allows(remedy.permission()));
        try {
            return switch (remedy) {
                case Remedy.RestoreGrant it -> restoreGrant(it, making);
                case Remedy.ReplaceConfiguration it -> replaceConfiguration(it, making);
                case Remedy.ReplaceStorage it -> replaceStorage(it, making);
                case Remedy.Compose it -> compose(it, making);
                case Remedy.RestartStream it -> restartStream(it, failed, making);
            };
        } catch (Buckets.LookException refused) {
            return making.of(Outcome.FAILED, target(remedy), "", String.valueOf(refused.getMessage()));
        } catch (IvsRefusedException.NotFound | IvsRefusedException.NotBroadcasting | IvsRefusedException.QuotaExceeded
                | IvsRefusedException.PendingVerification | IvsRefusedException.AccessDenied
                | IvsRefusedException.Invalid | IvsRefusedException.Conflict refused) {
            return making.of(Outcome.FAILED, target(remedy), "", String.valueOf(refused.getMessage()));
        }
    }

    /** What all attempts of one remedy have in common. */
    private record Making(Remedy remedy, InstantSource clock, boolean allowed) {
        Attempt of(Outcome outcome, String before, String after, String remark) {
            return new Attempt(clock.instant(), remedy.name(), outcome, before, after, remark);
        }
    }

    private Attempt restoreGrant(Remedy.RestoreGrant remedy, Making making) {
        BucketPolicy before;
        BucketPolicy after;
        String text = buckets.policy(remedy.bucket()).orElse("");
        try {
            before = text.isEmpty() ? BucketPolicy.empty() : new BucketPolicy(text);
            if (before.grants(remedy.bucket(), remedy.region())) {
                return making.of(Outcome.DONE, text, text, "The grant was there again already.");
            }
            after = before.granting(remedy.bucket(), remedy.region(), remedy.partition());
        } catch (JsonException unreadable) {
            return making.of(Outcome.REFUSED, text, text, "The policy cannot be read: " + unreadable.getMessage());
        }
        if (after.bytes() > BucketPolicy.MAX_BYTES) {
            return making.of(Outcome.REFUSED, text, text, "The policy would have " + after.bytes() + " bytes, S3 takes "
                    + BucketPolicy.MAX_BYTES + ".");
        }
        if (!making.allowed) {
            return making.of(Outcome.PROPOSED, text, after.text(), "");
        }
        buckets.putPolicy(remedy.bucket(), after.text());
        BucketPolicy found = new BucketPolicy(buckets.policy(remedy.bucket()).orElse(BucketPolicy.empty().text()));
        boolean holds = found.grants(remedy.bucket(), remedy.region()) && found.keeps(before);
        return making.of(holds ? Outcome.DONE : Outcome.FAILED, text, found.text(),
                holds ? "" : "The policy that was read back is not the one that was written.");
    }

    private Attempt replaceConfiguration(Remedy.ReplaceConfiguration remedy, Making making) {
        Arn old = new Arn(remedy.configuration());
        Optional<Arn> attached = lowLatency.getChannel(remedy.channel()).recordingConfiguration();
        Set<Arn> recorded = new LinkedHashSet<>();
        attached.filter(old::equals).ifPresent(_ -> recorded.add(remedy.channel()));
        if (making.allowed) {
            Page.all(token -> lowLatency.listChannelsRecordedBy(old, token)).map(Channel::arn).forEach(recorded::add);
        }
        if (recorded.isEmpty()) {
            return making.of(Outcome.DONE, old.value(), attached.map(Arn::value).orElse(""),
                    attached.isEmpty()
                            ? "The channel is not recorded any more."
                            : "Another configuration is attached already.");
        }
        Optional<RecordingConfiguration> broken = find(old);
        if (broken.filter(RecordingConfiguration::isActive).isPresent()) {
            return making.of(Outcome.DONE, old.value(), old.value(), "The configuration is ACTIVE.");
        }
        if (!making.allowed) {
            // Who only observes may not ask for more.
            String bucket = broken.flatMap(RecordingConfiguration::bucket).map(", to bucket "::concat).orElse("");
            return making.of(Outcome.PROPOSED, old.value(), "A new one like it" + bucket + ".", "");
        }
        Optional<RecordingConfiguration> model = broken.or(() -> remedy.streamId()
                .flatMap(stream -> session(remedy.channel(), stream).recordingConfiguration()));
        Optional<String> bucket = model.flatMap(RecordingConfiguration::bucket);
        if (bucket.isEmpty()) {
            return making.of(Outcome.REFUSED, old.value(), "", "To which bucket it recorded is not known any more.");
        }
        RecordingConfiguration replacement = replacement(old)
                .orElseGet(() -> create(old, model.get(), bucket.get()));
        if (replacement.hasFailed()) {
            return making.of(Outcome.FAILED, old.value(), replacement.arn().value(),
                    "The new configuration is CREATE_FAILED, too. " + removed(replacement.arn()));
        }
        if (!replacement.isActive()) {
            return making.of(Outcome.STARTED, old.value(), replacement.arn().value(), "It is being created.");
        }
        return attach(recorded, old, replacement, making);
    }

    private StreamSession session(Arn channel, String streamId) {
        return lowLatency.getStreamSession(channel, Optional.of(streamId));
    }

    private Optional<RecordingConfiguration> find(Arn configuration) {
        try {
            return Optional.of(lowLatency.getRecordingConfiguration(configuration));
        } catch (IvsRefusedException.NotFound gone) {
            return Optional.empty();
        }
    }

    /**
     * One that was made before for the same purpose: whoever died in between must not make another. One that has failed as
     * well is found only if there is no better, so that it is deleted before the next one is made.
     */
    private Optional<RecordingConfiguration> replacement(Arn old) {
        List<RecordingConfiguration> made = Page.all(lowLatency::listRecordingConfigurations)
                .filter(it -> old.value().equals(it.tags().get(REPLACES_TAG))).flatMap(it -> find(it.arn()).stream())
                .toList();
        return made.stream().filter(it -> !it.hasFailed()).findFirst().or(() -> made.stream().findFirst());
    }

    private RecordingConfiguration create(Arn old, RecordingConfiguration model, String bucket) {
        Map<String, String> tags = new HashMap<>(model.tags());
        // AWS's own, such as CloudFormation's, may not be set by others (AWS General Reference, "Tagging").
        tags.keySet().removeIf(key -> key.startsWith("aws:"));
        tags.put(REPLACES_TAG, old.value());
        return lowLatency.createRecordingConfiguration(model.name(), bucket,
                model.settings().orElse(RecordingConfiguration.Settings.DEFAULT), tags);
    }

    /** To every channel that had the old one, before that goes. A live channel cannot be changed. */
    private Attempt attach(Set<Arn> channels, Arn old, RecordingConfiguration replacement, Making making) {
        int live = 0;
        try {
            for (Arn channel : channels) {
                live += attach(channel, replacement) ? 0 : 1;
            }
        } catch (IvsRefusedException.Deferred | IvsRefusedException.Throttled later) {
            return making.of(Outcome.STARTED, old.value(), replacement.arn().value(),
                    "It is attached to its channels one after the other.");
        }
        return live == 0
                ? making.of(Outcome.DONE, old.value(), replacement.arn().value(), removed(old))
                : making.of(Outcome.STARTED, old.value(), replacement.arn().value(), live + " of " + channels.size()
                        + " channels live; it is attached when their streams have ended.");
    }

    private boolean attach(Arn channel, RecordingConfiguration replacement) {
        try {
            lowLatency.updateChannel(channel, Optional.of(replacement.arn()));
            return true;
        } catch (IvsRefusedException.NotFound gone) {
            return true;
        } catch (IvsRefusedException.Conflict isLive) {
            return false;
        }
    }

    /** Only one that can be of no use to anybody: broken, and no other channel has it. */
    private String removed(Arn old) {
        try {
            Optional<RecordingConfiguration> broken = find(old);
            boolean dead = broken.filter(RecordingConfiguration::hasFailed).isPresent()
                    && lowLatency.listChannelsRecordedBy(old, Optional.empty()).items().isEmpty();
            if (dead) {
                lowLatency.deleteRecordingConfiguration(old);
                return "The broken one was deleted.";
            }
            return broken.isEmpty() ? "" : "The old one was left.";
        } catch (IvsRefusedException later) {
            return "The old one was left: " + later.getMessage();
        }
    }

    private Attempt replaceStorage(Remedy.ReplaceStorage remedy, Making making) {
        Stage stage = realTime.getStage(remedy.stage());
        Optional<Arn> attached = stage.recording().storageConfiguration();
        if (attached.isEmpty() || !attached.get().value().equals(remedy.configuration())) {
            return making.of(Outcome.DONE, target(remedy), attached.map(Arn::value).orElse(""),
                    attached.isEmpty()
                            ? "The stage's participants are not recorded any more."
                            : "Another configuration is attached already.");
        }
        if (!making.allowed) {
            return making.of(Outcome.PROPOSED, target(remedy),
                    "A new one with bucket " + remedy.bucket() + ".", "");
        }
        StorageConfiguration replacement = Page.all(realTime::listStorageConfigurations)
                .filter(it -> remedy.configuration().equals(it.tags().get(REPLACES_TAG))).findFirst()
                .orElseGet(() -> realTime.createStorageConfiguration("ivs-recording-replacement", remedy.bucket(),
                        Map.of(REPLACES_TAG, remedy.configuration())));
        StageRecording now = stage.recording();
        try {
            realTime.updateStage(remedy.stage(), new StageRecording(Optional.of(replacement.arn()), now.mediaTypes(),
                    now.reconnectWindowSeconds(), now.segmentSeconds(), now.recordReplicas(), now.thumbnails()));
        } catch (IvsRefusedException.Conflict recording) {
            return making.of(Outcome.STARTED, target(remedy), replacement.arn().value(),
                    "Somebody is being recorded on the stage; it is attached when the session has ended.");
        }
        return making.of(Outcome.DONE, target(remedy), replacement.arn().value(), "");
    }

    private Attempt compose(Remedy.Compose remedy, Making making) {
        String target = target(remedy);
        Stage stage = realTime.getStage(remedy.stage());
        if (!stage.activeSessionId().equals(Optional.of(remedy.sessionId()))) {
            return making.of(Outcome.REFUSED, target, "", "The session is over.");
        }
        Optional<Arn> storage = stage.recording().storageConfiguration();
        if (storage.isEmpty()) {
            return making.of(Outcome.REFUSED, target, "", "The stage has no storage configuration any more.");
        }
        boolean anybody = !realTime.listParticipants(remedy.stage(), remedy.sessionId(),
                new ParticipantFilter.ByPublished(true), Optional.empty()).items().isEmpty();
        if (!anybody) {
            return making.of(Outcome.REFUSED, target, "", "Nobody is publishing any more.");
        }
        Optional<CompositionSummary> running = Page.all(
                (Optional<String> token) -> realTime.listCompositions(Optional.of(remedy.stage()), token))
                .filter(it -> remedy.sessionId().equals(it.tags().get(STAND_IN_TAG)))
                .filter(it -> it.state().equals("STARTING") || it.state().equals("ACTIVE")).findFirst();
        if (running.isPresent()) {
            return making.of(Outcome.DONE, target, running.get().arn().value(), "It was running already.");
        }
        Composition composition = realTime.startComposition(new CompositionOrder(remedy.stage(),
                "stand-in-" + remedy.sessionId(), storage.get(), encoder(), OptionalInt.empty(), Optional.empty(),
                Map.of(STAND_IN_TAG, remedy.sessionId())));
        return making.of(Outcome.DONE, target, composition.arn().value(), "");
    }

    private Arn encoder() {
        return Page.all(realTime::listEncoderConfigurations).filter(it -> it.name().equals(STAND_IN_NAME)).findFirst()
                .map(EncoderConfiguration::arn)
                .orElseGet(() -> realTime.createEncoderConfiguration(STAND_IN_NAME, Map.of()).arn());
    }

    private Attempt restartStream(Remedy.RestartStream remedy, FailedRecording failed, Making making) {
        String target = target(remedy);
        LiveStream live;
        try {
            live = lowLatency.getStream(remedy.channel());
        } catch (IvsRefusedException.NotBroadcasting | IvsRefusedException.NotFound over) {
            return making.of(Outcome.REFUSED, target, "", "The stream is over.");
        }
        boolean same = live.streamId().equals(remedy.streamId()) && failed.summary().streamIds()
                .contains(live.streamId());
        if (!same) {
            return making.of(Outcome.REFUSED, target, "",
                    "Another stream is live by now: " + live.streamId() + ".");
        }
        lowLatency.stopStream(remedy.channel());
        return making.of(Outcome.DONE, target, "stopped", "The encoder is expected to connect again.");
    }
}
