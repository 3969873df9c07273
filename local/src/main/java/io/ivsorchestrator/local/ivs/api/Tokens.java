package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.ParticipantToken;
import io.ivsorchestrator.local.ivs.account.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Participant tokens, and the end of a participant's stay. */
final class Tokens {
    private static final int MOST_ATTRIBUTE_BYTES = 1024;

    private final IvsAccount account;

    Tokens(IvsAccount account) {
        this.account = account;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "CreateParticipantToken", this::create,
                "DisconnectParticipant", this::disconnect);
    }

    /** Makes a token for a stage that need not be kept yet. */
    ObjectNode issue(Stage stage, Input wanted, Instant now) {
        Map<String, String> attributes = wanted.map("attributes");
        long bytes = attributes.entrySet()
                .stream()
                .mapToLong(entry -> (entry.getKey() + entry.getValue()).getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > MOST_ATTRIBUTE_BYTES) {
            throw Refusal.invalid("The attributes are longer than " + MOST_ATTRIBUTE_BYTES + " bytes in total");
        }
        int minutes = wanted.number("duration");
        var token = new ParticipantToken(account.ids().resource(), stage.arn(), account.ids().token(),
                wanted.text("userId"), attributes, minutes, wanted.list("capabilities"),
                now.plus(Duration.ofMinutes(minutes)));
        account.participantTokens().put(token);
        return Json.tree(token);
    }

    private ObjectNode create(Input in, Instant now) {
        return Json.object("participantToken", issue(account.stages().get(in.text("stageArn")), in, now));
    }

    private ObjectNode disconnect(Input in, Instant now) {
        Stage stage = account.stages().get(in.text("stageArn"));
        String participantId = in.text("participantId");
        boolean known = account.participantTokens()
                .find(participantId)
                .filter(token -> token.stageArn().equals(stage.arn()))
                .isPresent();
        if (!known) {
            throw Refusal.missing(participantId);
        }
        account.sessions()
                .present(stage, participantId)
                .ifPresent(participant -> account.sessions().leave(participant, now));
        return Json.object();
    }
}
