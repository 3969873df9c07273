package io.ivsorchestrator.local.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import java.util.List;

/** What was recorded, as JSON. */
final class Truth {
    private Truth() {
    }

    static ObjectNode json(List<Recorded> recordings) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.putArray("recordings");
        recordings.forEach(recording -> all.withArray("recordings").add(json(recording)));
        return all;
    }

    private static ObjectNode json(Recorded recording) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", recording.kind().name())
                .put("state", recording.state().name()).put("sourceArn", recording.sourceArn())
                .put("bucket", recording.bucket()).put("prefix", recording.prefix())
                .put("startedAt", recording.startedAt().toString())
                .put("endedAt", recording.endedAt() == null ? null : recording.endedAt().toString())
                .put("durationMs", recording.duration().toMillis()).put("metadata", recording.metadata().name());
        switch (recording.kind()) {
            case CHANNEL -> recording.streamIds().forEach(json.putArray("streamIds")::add);
            case PARTICIPANT -> {
                recording.sessionIds().forEach(json.putArray("sessionIds")::add);
                json.put("participantId", recording.participantId()).put("userId", recording.userId());
            }
            case COMPOSITE -> json.put("compositionArn", recording.compositionArn())
                    .put("destinationId", recording.destinationId());
        }
        Recorded.Broken failure = recording.failure();
        if (failure != null) {
            json.putObject("failure").put("atStart", failure.atStart()).put("cause", failure.cause().name())
                    .put("errorCode", failure.errorCode());
        }
        return json;
    }
}
