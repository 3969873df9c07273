package io.ivsorchestrator.local.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.ivs.account.Participant;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.account.StreamSession.Ingest;
import io.ivsorchestrator.local.ivs.account.StreamSession.Video;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What happens on channels and stages. */
final class LiveCommands {
    /** What a planned end may find: it is over already. */
    private static final Set<ErrorType> OVER = Set.of(ErrorType.CHANNEL_NOT_BROADCASTING, ErrorType.RESOURCE_NOT_FOUND,
            ErrorType.CONFLICT);

    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Stand stand;
    private final Names names;
    private final ResourceCommands resources;

    LiveCommands(Stand stand, Names names, ResourceCommands resources) {
        this.stand = stand;
        this.names = names;
        this.resources = resources;
    }

    ObjectNode startStream(Arguments arguments) {
        String channel = names.channel(arguments);
        Video plain = Ingest.PLAIN.video();
        int width = arguments.number("width", Math.toIntExact(plain.videoWidth()));
        int height = arguments.number("height", Math.toIntExact(plain.videoHeight()));
        int bitrate = arguments.number("bitrate", Math.toIntExact(plain.targetBitrate()));
        int framerate = arguments.number("framerate", Math.toIntExact(plain.targetFramerate()));
        Optional<Duration> length = arguments.duration("for");
        arguments.requireAllKnown();
        StreamSession session = stand.studio().start(channel,
                new Ingest(new Video(plain.avcProfile(), plain.avcLevel(), plain.codec(), plain.encoder(), bitrate,
                        framerate, height, width), Ingest.PLAIN.audio()));
        length.ifPresent(time -> after(time, () -> stand.studio().end(channel)));
        return object().put("channel", channel).put("streamId", session.streamId());
    }

    ObjectNode endStream(Arguments arguments) {
        String channel = names.channel(arguments);
        arguments.requireAllKnown();
        return object().put("streamId", stand.studio().end(channel).streamId());
    }

    ObjectNode failStream(Arguments arguments) {
        String channel = names.channel(arguments);
        arguments.requireAllKnown();
        return object().put("streamId", stand.studio().failStream(channel).streamId());
    }

    ObjectNode join(Arguments arguments) {
        String stage = names.stage(arguments);
        Optional<String> participant = arguments.text("participant");
        Optional<String> user = arguments.text("user");
        arguments.requireAllKnown();
        return shown(participant.map(stand.studio()::join).orElseGet(() -> comes(stage, user.orElse(""))));
    }

    private Participant comes(String stage, String user) {
        Participant participant = stand.studio().join(stage, user, Map.of());
        names.joined(stage, user, participant.participantId());
        return participant;
    }

    ObjectNode publish(Arguments arguments) {
        String stage = names.stage(arguments);
        Optional<String> known = names.known(arguments, stage);
        Optional<Duration> length = arguments.duration("for");
        Optional<String> user = arguments.text("user");
        arguments.requireAllKnown();
        boolean comes = known.isEmpty() && user.isPresent();
        String participant = comes
                ? comes(stage, user.orElseThrow()).participantId()
                : names.participant(arguments, stage);
        Participant publishing = stand.studio().publish(stage, participant);
        length.ifPresent(time -> after(time, () -> {
            if (comes) {
                names.left(participant);
                stand.studio().leave(stage, participant);
            } else {
                stand.studio().unpublish(stage, participant);
            }
        }));
        return shown(publishing);
    }

    ObjectNode unpublish(Arguments arguments) {
        String stage = names.stage(arguments);
        String participant = names.participant(arguments, stage);
        arguments.requireAllKnown();
        return shown(stand.studio().unpublish(stage, participant));
    }

    ObjectNode leave(Arguments arguments) {
        String stage = names.stage(arguments);
        String participant = names.participant(arguments, stage);
        arguments.requireAllKnown();
        names.left(participant);
        return shown(stand.studio().leave(stage, participant));
    }

    ObjectNode startComposition(Arguments arguments) {
        ObjectNode request = object().put("stageArn", names.stage(arguments));
        String bucket = arguments.required("bucket");
        Optional<Duration> thumbnails = arguments.duration("thumbnails");
        Optional<Duration> length = arguments.duration("for");
        Optional<String> channel = arguments.text("channel").map(_ -> names.channel(arguments));
        arguments.requireAllKnown();
        ObjectNode s3 = request.withArray("destinations").addObject().putObject("s3");
        s3.put("storageConfigurationArn", resources.storageConfiguration(bucket))
                .putArray("encoderConfigurationArns").add(resources.encoderConfiguration());
        thumbnails.ifPresent(interval -> s3.putArray("thumbnailConfigurations").addObject()
                .put("targetIntervalSeconds", interval.toSeconds()).putArray("storage").add("SEQUENTIAL")
                .add("LATEST"));
        channel.ifPresent(arn -> request.withArray("destinations").addObject().putObject("channel")
                .put("channelArn", arn).put("encoderConfigurationArn", resources.encoderConfiguration()));
        String composition = stand.ivs().call("StartComposition", request).at("/composition/arn").asText();
        stand.studio().catchUp();
        length.ifPresent(time -> after(time, () -> stop(composition)));
        return object().put("composition", composition);
    }

    ObjectNode stopComposition(Arguments arguments) {
        String composition = arguments.required("composition");
        arguments.requireAllKnown();
        stop(composition);
        return object().put("composition", composition);
    }

    private void stop(String composition) {
        stand.ivs().call("StopComposition", object().put("arn", composition));
        stand.studio().catchUp();
    }

    private void after(Duration time, Runnable end) {
        stand.agenda().add(stand.settings().clock().instant().plus(time), () -> {
            try {
                end.run();
            } catch (ApiException refusal) {
                if (!OVER.contains(refusal.type())) {
                    // As a client would: the service refused for reasons of its own.
                    after(RETRY, end);
                }
            }
        });
    }

    private static ObjectNode shown(Participant participant) {
        return object().put("participantId", participant.participantId()).put("sessionId", participant.sessionId())
                .put("publishing", participant.publishing());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
