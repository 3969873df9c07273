package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.ivs.Renditions;
import io.ivsorchestrator.ivs.Thumbnails;
import io.ivsorchestrator.provisioning.RecordingPolicy.Enrolment;
import io.ivsorchestrator.provisioning.RecordingPolicy.Foreign;
import io.ivsorchestrator.provisioning.RecordingPolicy.Mode;
import io.ivsorchestrator.provisioning.RecordingPolicy.Quotas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads a policy. Members and values are named as the IVS APIs name them, with the APIs' ranges; what is left out is IVS's own
 * default. Beyond the JSON Schema it checks what a schema cannot: buckets are among the declared ones and rule names unique.
 */
public final class PolicyParser {
    /** More than anybody keeps an overview of; the parameter's 4 KB (8 KB with advanced parameters) hold fewer. */
    static final int MAX_RULES = 100;

    private static final String NAME = "[a-zA-Z0-9_*-]{1,128}";
    private static final String TAG_KEY = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}";
    private static final String ARN = "(arn:|\\*).{0,254}";
    private static final List<String> FOREIGN = List.of("leave", "replace");
    private static final String MODE = "mode";
    private static final String ENROL = "enrol";
    private static final String FOREIGN_CONFIGURATIONS = "foreignConfigurations";
    private static final String RECORDING_MODE = "recordingMode";
    private static final String INTERVAL = "targetIntervalSeconds";
    private static final String STORAGE = "storage";
    private static final String RESOLUTION = "resolution";
    private static final String THUMBNAILS = "thumbnailConfiguration";
    private static final String WINDOW = "recordingReconnectWindowSeconds";
    private static final String RENDITIONS = "renditionConfiguration";
    private static final String RECORD = "record";
    private static final String BUCKET = "bucket";
    private static final List<String> RESOLUTIONS = List.of("FULL_HD", "HD", "SD", "LOWEST_RESOLUTION");
    private static final List<String> STORAGES = List.of("SEQUENTIAL", "LATEST");
    private static final int DEFAULT_INTERVAL = 60;
    private static final int DEFAULT_SEGMENT = 6;

    private final List<String> buckets;
    private final List<PolicyProblem> problems = new ArrayList<>();

    private PolicyParser(List<String> buckets) {
        this.buckets = buckets;
    }

    /**
     * Reads a policy whole.
     *
     * @param buckets the recording buckets that the deployment declares, at least one; the first is for rules that name none
     */
    public static ParsedPolicy parse(String text, List<String> buckets) {
        return new PolicyParser(List.copyOf(buckets)).read(text);
    }

    private ParsedPolicy read(String text) {
        JsonObject json;
        try {
            json = JsonObject.parse(text);
        } catch (JsonException broken) {
            return new ParsedPolicy.Refused(List.of(new PolicyProblem(broken.path(), broken.problem())));
        }
        RecordingPolicy policy = policy(PolicyJson.of(json, problems, Set.of("$schema", "description", "version", MODE,
                ENROL, FOREIGN_CONFIGURATIONS, "quotas", "rules")));
        return problems.isEmpty() ? new ParsedPolicy.Accepted(policy) : new ParsedPolicy.Refused(problems);
    }

    private RecordingPolicy policy(PolicyJson json) {
        json.require("version");
        json.integer("version", RecordingPolicy.VERSION, RecordingPolicy.VERSION);
        json.text("$schema", "(?s).*", "text");
        json.text("description", "(?s).*", "text");
        Mode mode = json.oneOf(MODE, List.of("observe", "enforce")).filter("observe"::equals)
                .map(_ -> Mode.OBSERVE).orElse(Mode.ENFORCE);
        Enrolment enrolment = json.oneOf(ENROL, List.of("opted-in", "everything")).filter("everything"::equals)
                .map(_ -> Enrolment.EVERYTHING).orElse(Enrolment.OPTED_IN);
        Quotas quotas = json.object("quotas", Set.of("recordingConfigurations", "storageConfigurations"))
                .map(PolicyParser::quotas).orElse(Quotas.DEFAULT);
        json.require("rules");
        List<PolicyJson> written = json.objects("rules", MAX_RULES, Set.of("name", "description", "match", "channel",
                "stage", FOREIGN_CONFIGURATIONS));
        List<Rule> rules = written.stream().map(this::rule).toList();
        Set<String> names = new HashSet<>();
        for (int index = 0; index < rules.size(); index++) {
            if (!names.add(rules.get(index).name())) {
                written.get(index).note("name", "is the name of an earlier rule, too");
            }
        }
        return new RecordingPolicy(mode, enrolment, foreign(json).orElse(Foreign.LEAVE), quotas, rules);
    }

    private static Quotas quotas(PolicyJson json) {
        return new Quotas(json.integer("recordingConfigurations", 1, 10_000)
                .orElse(Quotas.DEFAULT.recordingConfigurations()),
                json.integer("storageConfigurations", 1, 10_000).orElse(Quotas.DEFAULT.storageConfigurations()));
    }

    private static Optional<Foreign> foreign(PolicyJson json) {
        return json.oneOf(FOREIGN_CONFIGURATIONS, FOREIGN)
                .map(text -> text.equals("replace") ? Foreign.REPLACE : Foreign.LEAVE);
    }

    private Rule rule(PolicyJson json) {
        json.require("name");
        json.text("description", "(?s).*", "text");
        String name = json.text("name", "[a-zA-Z0-9_-]{1,64}", "1 to 64 letters, digits, _ and -").orElse("");
        Rule.Match match = json.object("match", Set.of("kind", "tags", "name", "arn")).map(PolicyParser::match)
                .orElse(new Rule.Match(Optional.empty(), Map.of(), List.of(), List.of()));
        Optional<ChannelSettings> channel = json.object("channel", Set.of(RECORD, BUCKET, WINDOW, THUMBNAILS,
                RENDITIONS)).map(this::channel);
        Optional<StageSettings> stage = json.object("stage", Set.of(RECORD, BUCKET, "mediaTypes", WINDOW,
                "targetSegmentDurationSeconds", "recordParticipantReplicas", THUMBNAILS)).map(this::stage);
        checkKind(json, match.kind());
        return new Rule(name, match, channel, stage, foreign(json));
    }

    private static void checkKind(PolicyJson json, Optional<ResourceKind> kind) {
        boolean channel = json.has("channel");
        boolean stage = json.has("stage");
        if (kind.isEmpty() && !channel && !stage) {
            json.note("channel", "and stage are missing: say how the rule wants channels recorded, stages, or both");
        }
        if (kind.equals(Optional.of(ResourceKind.CHANNEL)) && (!channel || stage)) {
            json.note(channel ? "stage" : "channel", channel
                    ? "can never count, since the rule is for channels only"
                    : "is missing: say how the rule wants channels recorded");
        }
        if (kind.equals(Optional.of(ResourceKind.STAGE)) && (!stage || channel)) {
            json.note(stage ? "channel" : "stage", stage
                    ? "can never count, since the rule is for stages only"
                    : "is missing: say how the rule wants stages recorded");
        }
    }

    private static Rule.Match match(PolicyJson json) {
        return new Rule.Match(
                json.oneOf("kind", List.of("channel", "stage")).flatMap(ResourceKind::parse),
                json.globsByName("tags", TAG_KEY, 256),
                json.globs("name", NAME, "a name of letters, digits, _ and -, with * for any text"),
                json.globs("arn", ARN, "an ARN, with * for any text"));
    }

    private ChannelSettings channel(PolicyJson json) {
        if (isOff(json)) {
            return new ChannelSettings.Off();
        }
        return new ChannelSettings.On(bucket(json), json.integer(WINDOW, 0, 300).orElse(0),
                json.object(THUMBNAILS, Set.of(RECORDING_MODE, INTERVAL, RESOLUTION, STORAGE))
                        .map(it -> thumbnails(it, 60)).orElse(thumbnails(Thumbnails.INTERVAL)),
                json.object(RENDITIONS, Set.of("renditionSelection", "renditions")).map(PolicyParser::renditions)
                        .orElse(new Renditions(Renditions.ALL, List.of())));
    }

    private StageSettings stage(PolicyJson json) {
        if (isOff(json)) {
            return new StageSettings.Off();
        }
        List<String> mediaTypes = json.listOf("mediaTypes", List.of("AUDIO_VIDEO", "AUDIO_ONLY", "NONE"), 1, 1);
        return new StageSettings.On(bucket(json), mediaTypes.isEmpty() ? "AUDIO_VIDEO" : mediaTypes.getFirst(),
                json.integer(WINDOW, 0, 300).orElse(0),
                json.integer("targetSegmentDurationSeconds", 2, 10).orElse(DEFAULT_SEGMENT),
                json.bool("recordParticipantReplicas").orElse(true),
                json.object(THUMBNAILS, Set.of(RECORDING_MODE, INTERVAL, STORAGE))
                        .map(it -> thumbnails(it, 86_400))
                        .orElse(thumbnails(Thumbnails.DISABLED)));
    }

    private static boolean isOff(PolicyJson json) {
        boolean off = json.bool(RECORD).filter(record -> !record).isPresent();
        if (off) {
            json.names().stream().filter(name -> !name.equals(RECORD)).forEach(name -> json.note(name,
                    "can never count beside \"record\": false"));
        }
        return off;
    }

    private String bucket(PolicyJson json) {
        Optional<String> named = json.text(BUCKET, "[a-z0-9.-]{3,63}", "a bucket's name");
        named.filter(name -> !buckets.contains(name)).ifPresent(name -> json.note(BUCKET, "is \"" + name
                + "\", which is none of the deployment's recording buckets (" + String.join(", ", buckets)
                + "); declare it there first, since permissions exist for exactly those"));
        return named.orElse(buckets.getFirst());
    }

    private static Thumbnails thumbnails(PolicyJson json, int longestInterval) {
        json.require(RECORDING_MODE);
        String mode = json.oneOf(RECORDING_MODE, List.of(Thumbnails.INTERVAL, Thumbnails.DISABLED))
                .orElse(Thumbnails.INTERVAL);
        OptionalInt interval = json.integer(INTERVAL, 1, longestInterval);
        Optional<String> resolution = json.oneOf(RESOLUTION, RESOLUTIONS);
        List<String> storage = json.listOf(STORAGE, STORAGES, 1, 2);
        if (mode.equals(Thumbnails.DISABLED)) {
            List.of(INTERVAL, RESOLUTION, STORAGE).stream().filter(json::has).forEach(name -> json.note(name,
                    "can never count, since thumbnails are " + Thumbnails.DISABLED));
            return thumbnails(mode);
        }
        return new Thumbnails(Optional.of(mode), OptionalInt.of(interval.orElse(DEFAULT_INTERVAL)), resolution,
                storage.isEmpty() ? List.of("SEQUENTIAL") : storage.stream().sorted().toList());
    }

    private static Thumbnails thumbnails(String mode) {
        return mode.equals(Thumbnails.DISABLED)
                ? new Thumbnails(Optional.of(mode), OptionalInt.empty(), Optional.empty(), List.of())
                : new Thumbnails(Optional.of(mode), OptionalInt.of(DEFAULT_INTERVAL), Optional.empty(),
                        List.of("SEQUENTIAL"));
    }

    private static Renditions renditions(PolicyJson json) {
        json.require("renditionSelection");
        String selection = json.oneOf("renditionSelection", List.of(Renditions.ALL, Renditions.NONE,
                Renditions.CUSTOM)).orElse(Renditions.ALL);
        List<String> renditions = json.listOf("renditions", RESOLUTIONS, 1, 4);
        boolean custom = selection.equals(Renditions.CUSTOM);
        if (custom) {
            json.require("renditions");
        } else if (json.has("renditions")) {
            json.note("renditions", "can never count unless renditionSelection is CUSTOM");
        }
        return new Renditions(selection, renditions.stream().sorted().toList());
    }
}
