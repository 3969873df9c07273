package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.Stage;
import io.ivsorchestrator.local.ivs.model.Conformance;
import io.ivsorchestrator.local.ivs.model.Shape;
import java.time.Instant;
import java.util.Map;

/** Stages. */
final class Stages {
    private static final String RECORDING = "autoParticipantRecordingConfiguration";
    private static final String STORAGE = "storageConfigurationArn";

    private final IvsAccount account;
    private final Tokens tokens;
    private final Shape recordingShape;

    /** @param recordingShape of the stage's recording settings, for its defaults */
    Stages(IvsAccount account, Tokens tokens, Shape recordingShape) {
        this.account = account;
        this.tokens = tokens;
        this.recordingShape = recordingShape;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "CreateStage", this::create,
                "GetStage", this::get,
                "ListStages", this::list,
                "UpdateStage", this::update,
                "DeleteStage", this::delete);
    }

    private ObjectNode create(Input in, Instant now) {
        Refusal.requireRoom("stages", account.stages(), account.settings().quotas().stages());
        String host = account.ids().host();
        String region = account.settings().region();
        var endpoints = new Stage.Endpoints(
                "wss://global.events.live-video.net",
                "https://" + host + ".global-bm.whip.live-video.net",
                "rtmp://" + host + "." + region + ".global-contribute.live-video.net/app/",
                "rtmps://" + host + "." + region + ".global-contribute.live-video.net:443/app/");
        var stage = new Stage(account.newArn("stage"), in.text("name"), null,
                recording(in.body().required(RECORDING)), endpoints, now);
        ArrayNode issued = Json.object().putArray("participantTokens");
        in.body()
                .required("participantTokenConfigurations")
                .forEach(wanted -> issued.add(tokens.issue(stage, new Input((ObjectNode) wanted), now)));
        account.stages().put(stage);
        account.tag(stage.arn(), in.map("tags"));
        return Json.object("stage", shown(stage)).set("participantTokens", issued);
    }

    private ObjectNode get(Input in, Instant now) {
        return Json.object("stage", shown(account.stages().get(in.text("arn"))));
    }

    private ObjectNode list(Input in, Instant now) {
        return Page.of("stages", account.stages().numbered(), in, this::shown);
    }

    private ObjectNode update(Input in, Instant now) {
        Stage stage = account.stages().get(in.text("arn"));
        Stage.ParticipantRecording recording = stage.autoParticipantRecordingConfiguration();
        if (in.has(RECORDING)) {
            recording = changed(recording, in.body().required(RECORDING));
            if (!recording.equals(stage.autoParticipantRecordingConfiguration())
                    && account.sessions().recording(stage)) {
                throw Refusal.conflict("The stage is being recorded");
            }
        }
        Stage updated = stage.with(in.optional("name").orElse(stage.name()), recording);
        account.stages().put(updated);
        return Json.object("stage", shown(updated));
    }

    /** An empty ARN switches recording off and resets the rest; otherwise what is left out stays. */
    private Stage.ParticipantRecording changed(Stage.ParticipantRecording before, JsonNode given) {
        if (given.required(STORAGE).textValue().isEmpty()) {
            return recording(Json.object().put(STORAGE, ""));
        }
        ObjectNode merged = Json.tree(before);
        return recording(merged.setAll((ObjectNode) given.deepCopy()));
    }

    private Stage.ParticipantRecording recording(JsonNode given) {
        var recording = Json.read(Conformance.filled(recordingShape, given), Stage.ParticipantRecording.class);
        if (recording.on() && account.storageConfigurations().find(recording.storageConfigurationArn()).isEmpty()) {
            throw Refusal.invalid("Storage configuration " + recording.storageConfigurationArn() + " does not exist");
        }
        return recording;
    }

    private ObjectNode delete(Input in, Instant now) {
        Stage stage = account.stages().get(in.text("arn"));
        account.sessions().end(stage, now);
        account.compositions()
                .all()
                .filter(composition -> composition.stageArn().equals(stage.arn()))
                .forEach(composition -> account.compositionLife().loseStage(composition, now));
        account.forget(account.stages(), stage);
        return Json.object();
    }

    private ObjectNode shown(Stage stage) {
        return Shown.tagged(stage, account.tags(stage.arn()));
    }
}
