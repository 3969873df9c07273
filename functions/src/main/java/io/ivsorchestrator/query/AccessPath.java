package io.ivsorchestrator.query;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.index.RecordingQuery;
import io.ivsorchestrator.index.TimeRange;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingPrefix;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The combinations of parameters by which recordings can be found: each is one access path of the index. */
enum AccessPath {
    /** Recordings of a channel. */
    OF_CHANNEL("channel [from, to]"),
    /** Recordings of a channel's stream. */
    OF_STREAM("channel, stream"),
    /** Recordings of a stage. */
    OF_STAGE("stage [from, to]"),
    /** Participant recordings of a stage session. */
    OF_SESSION("stage, session"),
    /** Recordings of a participant. */
    OF_PARTICIPANT("stage, participant"),
    /** Recordings of a user over all stages. */
    OF_USER("user [from, to]"),
    /** What is being recorded now. */
    ACTIVE("status=active"),
    /** What failed or needs attention, by day. */
    NEEDING_ATTENTION("status=attention, day"),
    /** Everything of a day. */
    OF_DAY("day");

    /** The only way that leads to at most one recording, and so has no pages. */
    static final String PLACE = "bucket, prefix";

    private static final int MAX_USER = 1024;

    private final String text;

    /** @param text the parameters that are needed, then in brackets those that are possible */
    AccessPath(String text) {
        this.text = text;
    }

    /** @throws ProblemException if no path has exactly these parameters */
    static RecordingQuery of(Parameters parameters) {
        Set<String> names = parameters.names();
        AccessPath path = Arrays.stream(values()).filter(it -> it.takes(names)).findFirst().orElseThrow(
                () -> new ProblemException(Problem.Kind.NO_SUCH_ACCESS_PATH, (names.isEmpty()
                        ? "no parameter says which recordings"
                        : "there is no way to find recordings by " + String.join(" and ", names))
                        + "; \"combinations\" names those that exist", Map.of("combinations", combinations())));
        return path.query(parameters);
    }

    /** All that exist, as people write them. */
    static List<String> combinations() {
        return Stream.concat(Arrays.stream(values()).map(path -> path.text), Stream.of(PLACE)).toList();
    }

    private boolean takes(Set<String> names) {
        int bracket = text.indexOf(" [");
        Set<String> needed = names(bracket < 0 ? text : text.substring(0, bracket));
        Set<String> others = new TreeSet<>(names);
        others.removeAll(needed);
        Set<String> possible = bracket < 0 ? Set.of() : names(text.substring(bracket + 2, text.length() - 1));
        return names.containsAll(needed) && possible.containsAll(others);
    }

    /** Without values. */
    static Set<String> names(String list) {
        Set<String> names = new TreeSet<>();
        for (String part : list.split(", ", -1)) {
            int equals = part.indexOf('=');
            names.add(equals < 0 ? part : part.substring(0, equals));
        }
        return names;
    }

    private RecordingQuery query(Parameters it) {
        return switch (this) {
            case OF_CHANNEL -> new RecordingQuery.OfChannel(channel(it), started(it));
            case OF_STREAM -> new RecordingQuery.OfStream(channel(it), element(it, "stream"));
            case OF_STAGE -> new RecordingQuery.OfStage(stage(it), started(it));
            case OF_SESSION -> new RecordingQuery.OfStageSession(stage(it), element(it, "session"));
            case OF_PARTICIPANT -> new RecordingQuery.OfParticipant(stage(it), element(it, "participant"));
            case OF_USER -> new RecordingQuery.OfUser(user(it), started(it));
            case ACTIVE -> status(it, "active", new RecordingQuery.Active());
            case NEEDING_ATTENTION ->
                    status(it, "attention", new RecordingQuery.NeedingAttention(it.requireDay("day")));
            case OF_DAY -> new RecordingQuery.OfDay(it.requireDay("day"));
        };
    }

    private static RecordingQuery status(Parameters parameters, String expected, RecordingQuery query) {
        if (!parameters.require("status").equals(expected)) {
            throw Parameters.invalid("\"status\" must be \"active\" (alone) or \"attention\" (with \"day\")");
        }
        return query;
    }

    private static String channel(Parameters parameters) {
        return resource(parameters, "channel");
    }

    private static String stage(Parameters parameters) {
        return resource(parameters, "stage");
    }

    /** An id, or the ARN that ends in it. */
    private static String resource(Parameters parameters, String name) {
        String value = parameters.require(name);
        if (!value.startsWith("arn:")) {
            return element(name, value);
        }
        try {
            Arn arn = new Arn(value);
            if (arn.resourceType().equals(name)) {
                return element(name, arn.resourceId());
            }
        } catch (IllegalArgumentException noArn) {
            throw Parameters.invalid('"' + name + "\" is no ARN: " + noArn.getMessage());
        }
        throw Parameters.invalid('"' + name + "\" is the ARN of something else");
    }

    private static String element(Parameters parameters, String name) {
        return element(name, parameters.require(name));
    }

    /** Whatever IVS calls things; anything else can be the name of nothing. */
    static String element(String name, String value) {
        if (!RecordingId.isElement(value)) {
            throw Parameters.invalid('"' + name + "\" must be an id of IVS: letters, digits, hyphens and underscores");
        }
        return value;
    }

    /** A key of DynamoDB has at most 2,048 bytes; a user id of IVS has at most 128 characters. */
    private static String user(Parameters parameters) {
        String user = parameters.require("user");
        if (user.getBytes(StandardCharsets.UTF_8).length > MAX_USER) {
            throw Parameters.invalid("\"user\" has more than " + MAX_USER + " bytes");
        }
        return user;
    }

    private static TimeRange started(Parameters parameters) {
        try {
            return new TimeRange(parameters.time("from"), parameters.time("to"));
        } catch (IllegalArgumentException reversed) {
            throw Parameters.invalid(String.valueOf(reversed.getMessage()));
        }
    }

    static RecordingId id(String text) {
        return RecordingId.parse(text).orElseThrow(() -> new ProblemException(Problem.Kind.NOT_FOUND,
                "not the id of a recording; it looks like channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8"));
    }

    /** A prefix in one of IVS's layouts, with or without the slash at its end. */
    static String prefix(String text) {
        String prefix = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        Optional<RecordingPrefix> parsed = RecordingPrefix.parse(prefix);
        return parsed.map(RecordingPrefix::value).orElseThrow(
                () -> Parameters.invalid("\"prefix\" is in none of the layouts in which IVS records"));
    }
}
