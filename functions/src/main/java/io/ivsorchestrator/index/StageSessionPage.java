package io.ivsorchestrator.index;

import io.ivsorchestrator.recording.RecordingSummary;
import java.util.List;

/**
 * Some recordings of a stage session.
 *
 * @param participants recorded in the session
 * @param composites   of the same stage that overlap these in time; that they show this session is inferred
 */
public record StageSessionPage(Page participants, List<RecordingSummary> composites) {
    public StageSessionPage {
        composites = List.copyOf(composites);
    }
}
