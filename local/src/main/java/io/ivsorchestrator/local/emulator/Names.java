package io.ivsorchestrator.local.emulator;

import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.ControlException;
import io.ivsorchestrator.local.ivs.account.Channel;
import io.ivsorchestrator.local.ivs.account.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what commands call by name. */
final class Names {
    private final Stand stand;
    /** By stage and user; a user who comes again is another participant. */
    private final Map<String, String> participants = new HashMap<>();

    Names(Stand stand) {
        this.stand = stand;
    }

    /** The ARN of the channel that the arguments name. */
    String channel(Arguments arguments) {
        String name = arguments.required("channel");
        return name.startsWith("arn:")
                ? name
                : only("channel", name,
                        stand.ivs().mediaPlane().channelsNamed(name).stream().map(Channel::arn).toList());
    }

    /** The ARN of the stage that the arguments name. */
    String stage(Arguments arguments) {
        String name = arguments.required("stage");
        return name.startsWith("arn:")
                ? name
                : only("stage", name, stand.ivs().mediaPlane().stagesNamed(name).stream().map(Stage::arn).toList());
    }

    private static String only(String what, String name, List<String> arns) {
        if (arns.size() > 1) {
            throw ControlException.conflict(arns.size() + " " + what + "s are named " + name + "; give the ARN");
        }
        return arns.stream().findFirst().orElseThrow(
                () -> ControlException.missing("there is no " + what + " named " + name));
    }

    void joined(String stageArn, String user, String participantId) {
        participants.put(stageArn + " " + user, participantId);
    }

    /** Whoever comes by that user id again is another participant. */
    void left(String participantId) {
        participants.values().remove(participantId);
    }

    /** The participant whom the arguments name, by id or by user. */
    String participant(Arguments arguments, String stageArn) {
        return known(arguments, stageArn).orElseThrow(() -> ControlException.missing(arguments.text("user")
                .map(user -> "user " + user + " has not joined that stage")
                .orElse("say who, by user or by participant")));
    }

    Optional<String> known(Arguments arguments, String stageArn) {
        Optional<String> participant = arguments.text("participant");
        Optional<String> user = arguments.text("user");
        return participant.or(() -> user.map(id -> participants.get(stageArn + " " + id)));
    }

    static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
