package io.ivsorchestrator.local.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.Command;
import io.ivsorchestrator.local.emulator.control.ControlException;
import io.ivsorchestrator.local.emulator.fault.EventRelay;
import io.ivsorchestrator.local.emulator.scenario.Scenario;
import io.ivsorchestrator.local.emulator.scenario.ScenarioException;
import io.ivsorchestrator.local.emulator.scenario.ScenarioReader;
import io.ivsorchestrator.local.emulator.scenario.Step;
import io.ivsorchestrator.local.ivs.model.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Does what the emulator is told, one thing at a time. */
final class Commands {
    /** What a scenario's configurations take to become active. */
    private static final Duration PREPARATION = Duration.ofSeconds(5);
    /** Longer than any reconnect window, and than what compositions and stage sessions need to end. */
    private static final Duration AFTERMATH = Duration.ofMinutes(15);

    private final EmulatorService service;
    private final Stand stand;
    private final ResourceCommands resources;
    private final LiveCommands live;
    private final FaultCommands faults;
    private final List<String> problems = new ArrayList<>();

    Commands(EmulatorService service, Stand stand) {
        this.service = service;
        this.stand = stand;
        Names names = new Names(stand);
        this.resources = new ResourceCommands(stand);
        this.live = new LiveCommands(stand, names, resources);
        this.faults = new FaultCommands(stand, names);
    }

    /** @throws ControlException if it cannot be done */
    synchronized ObjectNode execute(String name, Arguments arguments) {
        Command command = Command.named(name)
                .orElseThrow(() -> ControlException.missing("there is no command " + name + "; there are "
                        + String.join(", ", Command.names())));
        return execute(command, arguments);
    }

    private ObjectNode execute(Command command, Arguments arguments) {
        stand.studio().catchUp();
        try {
            return switch (command) {
                case STATUS -> status(arguments);
                case CLOCK -> clock(arguments);
                case BUCKET -> resources.bucket(arguments);
                case CHANNEL -> resources.channel(arguments);
                case STAGE -> resources.stage(arguments);
                case START_STREAM -> live.startStream(arguments);
                case END_STREAM -> live.endStream(arguments);
                case FAIL_STREAM -> live.failStream(arguments);
                case JOIN -> live.join(arguments);
                case PUBLISH -> live.publish(arguments);
                case UNPUBLISH -> live.unpublish(arguments);
                case LEAVE -> live.leave(arguments);
                case START_COMPOSITION -> live.startComposition(arguments);
                case STOP_COMPOSITION -> live.stopComposition(arguments);
                case FAULT -> faults.on(arguments);
                case MEND -> faults.off(arguments);
                case FAULTS -> faults.list(arguments);
                case RECORDINGS -> {
                    arguments.requireAllKnown();
                    yield Truth.json(stand.studio().recorded());
                }
                case FLUSH -> {
                    arguments.requireAllKnown();
                    stand.relay().flush();
                    yield object();
                }
                case PLAY -> playText(arguments);
                case STOP -> {
                    arguments.requireAllKnown();
                    service.askToStop();
                    yield object().put("stopping", true);
                }
            };
        } catch (ApiException refusal) {
            throw ControlException.refused(refusal.type().status(),
                    refusal.type().wireName() + ": " + refusal.explanation());
        } finally {
            stand.relay().release();
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode status(Arguments arguments) {
        arguments.requireAllKnown();
        EmulatorSettings settings = stand.settings();
        EventRelay.Totals events = stand.relay().totals();
        ObjectNode status = object().put("ivs", service.endpoint().toString())
                .put("s3", service.s3Endpoint().toString())
                .put("account", settings.account())
                .put("region", settings.region())
                .put("seed", settings.seed())
                .put("time", settings.clock().instant().toString())
                .put("clock", settings.clock() instanceof EmulatorClock.Manual ? "manual" : "real");
        status.putObject("events").put("delivered", events.delivered()).put("lost", events.lost())
                .put("held", events.held());
        status.put("planned", stand.agenda().size());
        ArrayNode problemsSoFar = status.putArray("problems");
        problems.forEach(problemsSoFar::add);
        return status;
    }

    private ObjectNode clock(Arguments arguments) {
        var by = arguments.duration("by");
        var to = arguments.instant("to");
        arguments.requireAllKnown();
        if (by.isPresent() && to.isPresent()) {
            throw ControlException.invalid("say either by or to");
        }
        by.map(stand.settings().clock().instant()::plus).or(() -> to).ifPresent(this::moveTo);
        return object().put("time", stand.settings().clock().instant().toString());
    }

    /** Everything that is planned until then is done at its own time. */
    private void moveTo(Instant time) {
        EmulatorClock.Manual clock = switch (stand.settings().clock()) {
            case EmulatorClock.Manual manual -> manual;
            case EmulatorClock.Real _ -> throw ControlException.conflict(
                    "this emulator's clock is the real one and cannot be moved; start one with --clock");
        };
        if (time.isBefore(clock.instant())) {
            clock.moveTo(time);
        }
        doUntil(time, clock);
        clock.moveTo(time);
        stand.studio().catchUp();
        stand.relay().release();
    }

    private void doUntil(Instant time, EmulatorClock.Manual clock) {
        for (var next = stand.agenda().next(); next.filter(at -> !at.isAfter(time)).isPresent(); next = stand.agenda()
                .next()) {
            if (next.get().isAfter(clock.instant())) {
                clock.moveTo(next.get());
            }
            stand.studio().catchUp();
            stand.relay().release();
            stand.agenda().doNext();
        }
    }

    /** Does what is due by a clock that goes by itself. */
    synchronized void catchUp() {
        stand.studio().catchUp();
        Instant now = stand.settings().clock().instant();
        while (stand.agenda().next().filter(at -> !at.isAfter(now)).isPresent()) {
            stand.agenda().doNext();
        }
        stand.relay().release();
    }

    private ObjectNode playText(Arguments arguments) {
        String text = arguments.required("scenario");
        Scenario scenario = read(arguments.text("file").orElse("scenario"), text);
        arguments.requireAllKnown();
        int before = problems.size();
        Instant end = prepare(scenario);
        ObjectNode answer = object();
        if (stand.settings().clock() instanceof EmulatorClock.Manual) {
            finish(end);
            answer.put("played", true);
        } else {
            answer.put("played", false).put("until", end.toString());
        }
        ArrayNode failed = answer.putArray("problems");
        problems.subList(before, problems.size()).forEach(failed::add);
        return answer.set("recordings", Truth.json(stand.studio().recorded()).get("recordings"));
    }

    private static Scenario read(String file, String text) {
        try {
            return ScenarioReader.read(file, text);
        } catch (ScenarioException wrong) {
            throw ControlException.invalid(String.valueOf(wrong.getMessage()));
        }
    }

    synchronized List<String> play(Scenario scenario) {
        int before = problems.size();
        finish(prepare(scenario));
        return List.copyOf(problems.subList(before, problems.size()));
    }

    /** Sets everything up and plans the steps; returns when the last one is done. */
    private Instant prepare(Scenario scenario) {
        Instant now = stand.settings().clock().instant();
        boolean manual = stand.settings().clock() instanceof EmulatorClock.Manual;
        Instant begin = scenario.begin().filter(_ -> manual).orElse(now.plus(PREPARATION));
        if (begin.isBefore(now.plus(PREPARATION))) {
            throw ControlException.conflict("the scenario begins at " + begin + ", but the clock is at " + now
                    + "; it must be at least " + PREPARATION.toSeconds() + " s earlier");
        }
        scenario.setup().forEach(this::perform);
        scenario.steps().forEach(step -> stand.agenda().add(begin.plus(step.at()), () -> perform(step)));
        return begin.plus(scenario.length());
    }

    private void finish(Instant end) {
        moveTo(end);
        while (stand.agenda().next().isPresent()) {
            moveTo(stand.agenda().next().get());
        }
        moveTo(stand.settings().clock().instant().plus(AFTERMATH));
        stand.relay().flush();
    }

    private void perform(Step step) {
        try {
            execute(step.command(), step.arguments());
        } catch (ControlException impossible) {
            problems.add(step.place() + ": " + impossible.explanation());
        }
    }
}
