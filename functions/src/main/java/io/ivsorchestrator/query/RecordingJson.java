package io.ivsorchestrator.query;

import io.ivsorchestrator.index.JsonText;
import io.ivsorchestrator.index.SummaryJson;
import io.ivsorchestrator.recording.RecordingSummary;

/** A recording as it is answered: what the index keeps, and what follows from the deployment's settings. */
final class RecordingJson {
    private final Retention retention;

    RecordingJson(Retention retention) {
        this.retention = retention;
    }

    String write(RecordingSummary recording) {
        return JsonText.object(json -> {
            SummaryJson.write(json, recording);
            retention.kept(recording).ifPresent(kept -> json.object("kept",
                    object -> object.time("until", kept.until()).text("by", kept.by().name())));
        });
    }
}
