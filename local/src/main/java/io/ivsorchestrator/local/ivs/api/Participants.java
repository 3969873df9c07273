package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.Participant;
import io.ivsorchestrator.local.ivs.account.Register.Numbered;
import io.ivsorchestrator.local.ivs.account.StageSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sessions of stages, who took part and what happened to them. Lists of what does not exist are empty. */
final class Participants {
    private static final List<String> FILTERS = List.of("filterByUserId", "filterByPublished", "filterByState",
            "filterByRecordingState");

    private final IvsAccount account;

    Participants(IvsAccount account) {
        this.account = account;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "GetStageSession", this::getSession,
                "ListStageSessions", this::listSessions,
                "GetParticipant", this::get,
                "ListParticipants", this::list,
                "ListParticipantEvents", this::listEvents);
    }

    private ObjectNode getSession(Input in, Instant now) {
        return Json.object("stageSession",
                Json.tree(session(in).orElseThrow(() -> Refusal.missing(in.text("sessionId")))));
    }

    private ObjectNode listSessions(Input in, Instant now) {
        List<Numbered<StageSession>> sessions = account.stageSessions()
                .numbered()
                .stream()
                .filter(session -> session.item().stageArn().equals(in.text("stageArn")))
                .toList();
        return Page.newestFirst("stageSessions", sessions, in, Json::tree);
    }

    private ObjectNode get(Input in, Instant now) {
        return Json.object("participant",
                shown(participant(in).orElseThrow(() -> Refusal.missing(in.text("participantId")))));
    }

    private ObjectNode list(Input in, Instant now) {
        if (FILTERS.stream().filter(in::has).count() > 1) {
            throw Refusal.invalid("Only one filter may be given");
        }
        List<Numbered<Participant>> participants = session(in)
                .map(session -> account.participants()
                        .numbered()
                        .stream()
                        .filter(numbered -> numbered.item().sessionId().equals(session.sessionId()))
                        .filter(numbered -> matches(in, numbered.item()))
                        .toList())
                .orElse(List.of());
        return Page.of("participants", participants, in, Participants::shown);
    }

    private static boolean matches(Input in, Participant participant) {
        String recording = Optional.ofNullable(participant.recordingState()).map(Enum::name).orElse("");
        return in.optional("filterByUserId").map(participant.userId()::equals).orElse(true)
                && in.optional("filterByState").map(participant.state().name()::equals).orElse(true)
                && in.optional("filterByRecordingState").map(recording::equals).orElse(true)
                && (!in.has("filterByPublished")
                        || in.body().required("filterByPublished").booleanValue() == participant.published());
    }

    private ObjectNode listEvents(Input in, Instant now) {
        List<Numbered<Participant.Event>> events = new ArrayList<>();
        participant(in).ifPresent(participant -> participant.events()
                .forEach(event -> events.add(new Numbered<>(events.size() + 1L, event))));
        return Page.of("events", events, in, Json::tree);
    }

    private Optional<StageSession> session(Input in) {
        return account.stageSessions()
                .find(in.text("sessionId"))
                .filter(session -> session.stageArn().equals(in.text("stageArn")));
    }

    private Optional<Participant> participant(Input in) {
        return session(in).flatMap(session -> account.participants()
                .find(Participant.key(session.sessionId(), in.text("participantId"))));
    }

    private static ObjectNode shown(Participant participant) {
        return Json.tree(participant).put("replicationType", "NONE");
    }
}
