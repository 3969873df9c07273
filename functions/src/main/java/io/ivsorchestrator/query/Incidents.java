package io.ivsorchestrator.query;

import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentJson;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.JsonText;
import io.ivsorchestrator.recording.RecordingId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Incidents: those that are not closed, those of a day, those of a recording. */
final class Incidents {
    private static final Set<String> DAY = Set.of("day");
    private static final Set<String> RECORDING = Set.of("recording");
    private static final List<String> COMBINATIONS = List.of("(none): not closed", "day", "recording");

    private final IncidentStore incidents;
    private final CursorSeal seal;

    Incidents(IncidentStore incidents, CursorSeal seal) {
        this.incidents = incidents;
        this.seal = seal;
    }

    HttpAnswer list(Parameters parameters) {
        Set<String> names = parameters.names();
        if (names.equals(RECORDING)) {
            parameters.allow(RECORDING);
            RecordingId id = RecordingId.parse(parameters.require("recording"))
                    .orElseThrow(() -> Parameters.invalid("\"recording\" must be the id of a recording"));
            return answer(incidents.ofRecording(id), Optional.empty());
        }
        int limit = parameters.limit();
        String query = names.isEmpty() ? "incidents" : "incidents of " + names + parameters.text("day").orElse("");
        Optional<String> before = parameters.cursor().map(cursor -> seal.open(query, cursor));
        // One more than asked for tells whether another page follows.
        List<Incident> found;
        if (names.isEmpty()) {
            found = incidents.open(before, limit + 1);
        } else if (names.equals(DAY)) {
            found = incidents.ofDay(parameters.requireDay("day"), before, limit + 1);
        } else {
            throw new ProblemException(Problem.Kind.NO_SUCH_ACCESS_PATH, "there is no way to find incidents by "
                    + String.join(" and ", names), Map.of("combinations", COMBINATIONS));
        }
        List<Incident> page = found.subList(0, Math.min(limit, found.size()));
        return answer(page, found.size() > limit
                ? Optional.of(seal.seal(query, IncidentStore.position(page.getLast())))
                : Optional.empty());
    }

    private static HttpAnswer answer(List<Incident> incidents, Optional<String> next) {
        return HttpAnswer.json(200, JsonText.object(json -> json
                .list("incidents", incidents.stream().map(IncidentJson::write).toList()).text("next", next)));
    }
}
