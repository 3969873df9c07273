package io.ivsorchestrator.infra;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.provisioning.ParsedPolicy;
import io.ivsorchestrator.provisioning.PolicyParser;
import io.ivsorchestrator.query.Retention;
import io.ivsorchestrator.recovery.RecoveryMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awscdk.services.logs.RetentionDays;

/**
 * What a team decides about its deployment: the context keys of {@code cdk.json} that begin with {@value #PREFIX}, or
 * {@code -c key=value} on the command line. Checked as a whole before anything is synthesized; docs/settings.md says
 * what each one is for.
 *
 * @param deployment       names the stacks; another one is another, independent deployment
 * @param account          empty if neither context nor credentials say it: the templates then fit any account
 * @param region           likewise
 * @param createBucket     whether the deployment makes a recording bucket of its own
 * @param existingBuckets  recording buckets that are somebody else's to configure
 * @param recordingExpiry  days after which objects of the own bucket are removed; empty: never
 * @param retention        days after which recordings are deleted by kind, or {@code keep}
 * @param recordingPolicy  JSON, checked; empty for the built-in one, which enrols what carries a tag
 * @param provisioning     whether channels and stages are changed at all, or what would be done is only said
 * @param recoveryText     what may be repaired, as {@link RecoveryMode#parse} reads it
 * @param callShare        of the calls that IVS takes from an account, 0 to 1
 * @param trail            where the events of configuration calls come from
 * @param alarmAddress     an e-mail address that alarms and incidents are sent to
 * @param apiAuth          who may call the query API
 * @param playbackOrigins  of the pages that may play recordings; none turns CORS off
 * @param playbackRate     requests of players that the API takes in a second
 * @param readers          accounts that may read from bus and API
 * @param logLevel         of the functions
 * @param logRetention     for how long functions' logs are kept
 * @param snapStart        whether functions start from snapshots
 * @param memoryMb         of all functions, if not each its own
 * @param concurrency      batches of events that are indexed at a time, at most
 * @param reconcileEvery   schedule of the reconciler as EventBridge Scheduler reads it
 * @param salvageExisting  whether playlists of what broke off may be written to buckets that are somebody else's
 * @param inspectMedia     whether the media of recordings that end well is looked through
 * @param simulatedEvents  whether made-up events are indexed like real ones
 * @param runbook          what the links to the runbook's pages begin with
 * @param functionJar      the code of all functions; exists
 */
record Settings(
        String deployment,
        Optional<String> account,
        Optional<String> region,
        boolean createBucket,
        List<String> existingBuckets,
        Optional<Integer> recordingExpiry,
        String retention,
        Optional<String> recordingPolicy,
        ProvisioningMode provisioning,
        String recoveryText,
        String callShare,
        Trail trail,
        Optional<String> alarmAddress,
        ApiAuth apiAuth,
        List<String> readers,
        List<String> playbackOrigins,
        int playbackRate,
        String logLevel,
        RetentionDays logRetention,
        boolean snapStart,
        Optional<Integer> memoryMb,
        int concurrency,
        String reconcileEvery,
        boolean salvageExisting,
        boolean inspectMedia,
        boolean simulatedEvents,
        String runbook,
        Path functionJar) {
    static final String PREFIX = "ivs:";
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.-]+(:\\d{1,5})?");
    static final String DEPLOYMENT = PREFIX + "deployment";
    static final String ACCOUNT = PREFIX + "account";
    static final String REGION = PREFIX + "region";
    static final String RECORDING_BUCKETS = PREFIX + "recordingBuckets";
    static final String RECORDING_EXPIRY = PREFIX + "recordingExpiryDays";
    static final String RETENTION = PREFIX + "retention";
    static final String RECORDING_POLICY = PREFIX + "recordingPolicy";
    static final String PROVISIONING = PREFIX + "provisioning";
    static final String RECOVERY = PREFIX + "recovery";
    static final String CALL_SHARE = PREFIX + "callShare";
    static final String TRAIL = PREFIX + "trail";
    static final String ALARM_ADDRESS = PREFIX + "alarmAddress";
    static final String API_AUTH = PREFIX + "apiAuth";
    static final String JWT_ISSUER = PREFIX + "jwtIssuer";
    static final String JWT_AUDIENCE = PREFIX + "jwtAudience";
    static final String READERS = PREFIX + "readers";
    static final String PLAYBACK_ORIGINS = PREFIX + "playbackOrigins";
    static final String PLAYBACK_RATE = PREFIX + "playbackRate";
    static final String LOG_LEVEL = PREFIX + "logLevel";
    static final String LOG_RETENTION = PREFIX + "logRetention";
    static final String SNAP_START = PREFIX + "snapStart";
    static final String MEMORY = PREFIX + "memoryMb";
    static final String CONCURRENCY = PREFIX + "maximumConcurrency";
    static final String RECONCILE_EVERY = PREFIX + "reconcileEvery";
    static final String SALVAGE_EXISTING = PREFIX + "salvageExisting";
    static final String INSPECT_MEDIA = PREFIX + "inspectMedia";
    static final String SIMULATED_EVENTS = PREFIX + "simulatedEvents";
    static final String RUNBOOK = PREFIX + "runbook";
    static final String FUNCTION_JAR = PREFIX + "functionJar";

    /** Among the recording buckets: one that the deployment makes. */
    static final String CREATE = "create";

    /** Where both IVS APIs are (AWS General Reference, "Amazon Interactive Video Service endpoints and quotas"). */
    static final Set<String> REGIONS = Set.of("us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1",
            "ap-northeast-1", "ap-northeast-2");

    static final Set<String> KEYS = Set.of(DEPLOYMENT, ACCOUNT, REGION, RECORDING_BUCKETS, RECORDING_EXPIRY,
            RETENTION, RECORDING_POLICY, PROVISIONING, RECOVERY, CALL_SHARE, TRAIL,
            ALARM_ADDRESS, API_AUTH, JWT_ISSUER, JWT_AUDIENCE, READERS, PLAYBACK_ORIGINS, PLAYBACK_RATE, LOG_LEVEL,
            LOG_RETENTION, SNAP_START, MEMORY,
            CONCURRENCY, RECONCILE_EVERY, SALVAGE_EXISTING, INSPECT_MEDIA, SIMULATED_EVENTS, RUNBOOK, FUNCTION_JAR);

    private static final Pattern DEPLOYMENT_NAME = Pattern.compile("[a-z](-?[a-z0-9]){0,19}");
    private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");
    /** Without dots, which S3 advises against ("General purpose bucket naming rules") and IVS says nothing about. */
    private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s,]+@[^@\\s,]+\\.[^@\\s,]+");
    private static final Pattern ISSUER = Pattern.compile("https://[^\\s?#]+");
    private static final Pattern SCHEDULE = Pattern
            .compile("rate\\([1-9][0-9]* (minute|hour|day)s?\\)|cron\\([^()]+\\)");
    private static final List<String> LOG_LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

    Settings {
        existingBuckets = List.copyOf(existingBuckets);
        readers = List.copyOf(readers);
        playbackOrigins = List.copyOf(playbackOrigins);
    }

    /** What the provisioning function may do; a policy that says {@code observe} itself observes in either. */
    enum ProvisioningMode {
        /** What the policy says. */
        ENFORCE,
        /** Say what would be done; the function has no permission to do it. */
        OBSERVE
    }

    /** Where the events of configuration calls come from: EventBridge has them only in a region with a trail. */
    enum Trail {
        /** Somebody else's, for example the organization's. An alarm says so if there is none after all. */
        EXISTING,
        /** The deployment makes one, which costs money if it is not the first in the account and region. */
        CREATE
    }

    /**
     * @param context     the app's context
     * @param environment the process's; the CDK CLI tells account and region of the credentials there
     * @param directory   that of {@code cdk.json}
     * @throws InvalidSettingException if something is missing, misspelt or impossible
     */
    static Settings read(Map<?, ?> context, Map<String, String> environment, Path directory) {
        Context values = new Context(context);
        values.refuseUnknown(PREFIX, KEYS);
        List<String> buckets = buckets(values);
        return new Settings(
                deployment(values),
                values.text(ACCOUNT).or(() -> Optional.ofNullable(environment.get("CDK_DEFAULT_ACCOUNT")))
                        .map(account -> account(ACCOUNT, account)),
                values.text(REGION).or(() -> Optional.ofNullable(environment.get("CDK_DEFAULT_REGION")))
                        .map(Settings::region),
                buckets.contains(CREATE),
                buckets.stream().filter(name -> !name.equals(CREATE)).toList(),
                recordingExpiry(values, buckets),
                retention(values),
                values.text(RECORDING_POLICY).map(file -> recordingPolicy(directory.resolve(file), buckets)),
                values.choice(PROVISIONING, ProvisioningMode.class, ProvisioningMode.ENFORCE),
                recovery(values),
                callShare(values),
                values.choice(TRAIL, Trail.class, Trail.EXISTING),
                values.text(ALARM_ADDRESS).map(Settings::address),
                apiAuth(values),
                readers(values),
                playbackOrigins(values),
                values.number(PLAYBACK_RATE, 1, 100_000, "requests a second").orElse(1_000),
                logLevel(values),
                logRetention(values),
                values.flag(SNAP_START, true),
                values.number(MEMORY, 512, 10_240, "megabytes"),
                values.number(CONCURRENCY, 2, 1_000, "batches").orElse(10),
                reconcileEvery(values),
                values.flag(SALVAGE_EXISTING, false),
                values.flag(INSPECT_MEDIA, false),
                values.flag(SIMULATED_EVENTS, false),
                values.text(RUNBOOK).orElse("docs/runbook/").replaceFirst("/*$", "/"),
                FunctionJar.find(directory, values.text(FUNCTION_JAR)));
    }

    private static String deployment(Context context) {
        String name = context.text(DEPLOYMENT).orElse("main");
        if (!DEPLOYMENT_NAME.matcher(name).matches()) {
            throw Context.invalid(DEPLOYMENT, name, "is no deployment's name. Begin with a letter and use at most 20"
                    + " lower-case letters, digits and single hyphens, for example \"main\"");
        }
        return name;
    }

    private static String account(String key, String account) {
        if (!ACCOUNT_ID.matcher(account).matches()) {
            throw Context.invalid(key, account, "is no account id, which has 12 digits (in quotes, or JSON drops"
                    + " leading zeros)"
                    + (key.equals(ACCOUNT) ? ". Leave it out to take that of your credentials" : ""));
        }
        return account;
    }

    private static String region(String region) {
        if (!REGIONS.contains(region)) {
            throw Context.invalid(REGION, region,
                    "has no Amazon IVS, and recordings stay in the region of their channel"
                            + " or stage. Deploy to each region that you stream in: "
                            + String.join(", ", new TreeSet<>(REGIONS)));
        }
        return region;
    }

    private static List<String> buckets(Context context) {
        List<String> names = context.list(RECORDING_BUCKETS).orElse(List.of(CREATE));
        for (String name : names) {
            if (!name.equals(CREATE) && !BUCKET_NAME.matcher(name).matches()) {
                throw Context.invalid(RECORDING_BUCKETS, name, "is no bucket's name that IVS records to safely: 3 to 63"
                        + " lower-case letters, digits and hyphens, no dots. Name buckets that exist, or \"" + CREATE
                        + "\" for a new one");
            }
        }
        if (names.isEmpty()) {
            throw Context.invalid(RECORDING_BUCKETS, "", "names no bucket. Name buckets that exist, or \"" + CREATE
                    + "\" for a new one");
        }
        refuseTwice(RECORDING_BUCKETS, names, "a bucket");
        refuseTooMany(names);
        return names;
    }

    /** Of a new bucket the name is not known yet, and can be as long as names get. */
    private static void refuseTooMany(List<String> names) {
        try {
            EventPatterns.recordingObjects("123456789012", names.stream()
                    .map(name -> name.equals(CREATE) ? "x".repeat(63) : name)
                    .toList());
        } catch (IllegalArgumentException tooLong) {
            throw Context.invalid(RECORDING_BUCKETS, names.size() + " buckets", "are too many for one rule: "
                    + tooLong.getMessage());
        }
    }

    private static void refuseTwice(String key, List<String> names, String what) {
        if (Set.copyOf(names).size() < names.size()) {
            throw Context.invalid(key, String.join(",", names), "names " + what + " twice. Name each once");
        }
    }

    private static Optional<Integer> recordingExpiry(Context context, List<String> buckets) {
        Optional<Integer> days = context.number(RECORDING_EXPIRY, 1, 36_500, "days");
        if (days.isPresent() && !buckets.contains(CREATE)) {
            throw Context.invalid(RECORDING_EXPIRY, days.get().toString(),
                    "would change the settings of existing buckets,"
                            + " which are yours. Set a lifecycle rule on them yourself and leave this setting out");
        }
        return days;
    }

    private static String retention(Context context) {
        String retention = context.text(RETENTION).orElse("keep");
        try {
            Retention.parse(retention);
            return retention;
        } catch (IllegalArgumentException wrong) {
            throw Context.invalid(RETENTION, retention, "does not say for how long recordings are kept: "
                    + wrong.getMessage());
        }
    }

    /** A bucket that is to be made has no name yet, so a policy cannot name it and means it by naming none. */
    private static String recordingPolicy(Path file, List<String> buckets) {
        String policy;
        try {
            policy = Files.readString(file);
        } catch (IOException unreadable) {
            throw new InvalidSettingException(
                    RECORDING_POLICY + ": cannot read " + file + ". Name a JSON file, relative to"
                            + " cdk.json, or leave the setting out for the built-in policy.",
                    unreadable);
        }
        return switch (PolicyParser.parse(policy, buckets)) {
            case ParsedPolicy.Accepted _ -> policy;
            case ParsedPolicy.Refused refused -> throw new InvalidSettingException(RECORDING_POLICY + ": " + file
                    + " is no recording policy: " + refused.text() + ". docs/provisioning.md has the format.");
        };
    }

    RecoveryMode recovery() {
        return RecoveryMode.parse(recoveryText);
    }

    private static String recovery(Context context) {
        String mode = context.list(RECOVERY).map(words -> String.join(",", words)).orElse("observe");
        try {
            RecoveryMode.parse(mode);
            return mode;
        } catch (IllegalArgumentException wrong) {
            throw Context.invalid(RECOVERY, mode, "is not how to repair: " + wrong.getMessage());
        }
    }

    private static String callShare(Context context) {
        String share = context.text(CALL_SHARE).orElse("0.5");
        if (!share.matches("0\\.[0-9]*[1-9]|1(\\.0)?")) {
            throw Context.invalid(CALL_SHARE, share, "is no share of IVS's call rates: above 0 and at most 1, for"
                    + " example 0.5");
        }
        return share;
    }

    private static String address(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw Context.invalid(ALARM_ADDRESS, address, "is no e-mail address. Name one; for other ways to be told,"
                    + " leave it out and subscribe to the topic yourself");
        }
        return address;
    }

    private static ApiAuth apiAuth(Context context) {
        Optional<String> issuer = context.text(JWT_ISSUER);
        List<String> audience = context.list(JWT_AUDIENCE).orElse(List.of());
        String auth = context.text(API_AUTH).orElse("iam");
        return switch (auth) {
            case "iam" -> {
                if (issuer.isPresent() || !audience.isEmpty()) {
                    throw Context.invalid(API_AUTH, auth,
                            "looks at no tokens, so " + JWT_ISSUER + " and " + JWT_AUDIENCE
                                    + " do nothing. Set it to jwt, or leave them out");
                }
                yield new ApiAuth.Iam();
            }
            case "jwt" -> {
                if (issuer.filter(it -> ISSUER.matcher(it).matches()).isEmpty() || audience.isEmpty()) {
                    throw Context.invalid(API_AUTH, auth, "needs " + JWT_ISSUER + " (an https:// address, for example"
                            + " https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI) and " + JWT_AUDIENCE
                            + " (client ids)");
                }
                yield new ApiAuth.Jwt(issuer.get(), audience);
            }
            default -> throw Context.invalid(API_AUTH, auth, "is none of: iam, jwt. There is no API without"
                    + " authentication");
        };
    }

    private static List<String> readers(Context context) {
        List<String> readers = context.list(READERS).orElse(List.of());
        readers.forEach(reader -> account(READERS, reader));
        refuseTwice(READERS, readers, "an account");
        return readers;
    }

    /** Whole origins: a wildcard would let any page play what its visitor has an address for. */
    private static List<String> playbackOrigins(Context context) {
        List<String> origins = context.list(PLAYBACK_ORIGINS).orElse(List.of());
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw Context.invalid(PLAYBACK_ORIGINS, origin, "is no origin. Write it as a browser does:"
                        + " https://app.example.com, without a path");
            }
        }
        refuseTwice(PLAYBACK_ORIGINS, origins, "an origin");
        return origins;
    }

    private static String logLevel(Context context) {
        String level = context.text(LOG_LEVEL).orElse("INFO");
        if (!LOG_LEVELS.contains(level)) {
            throw Context.invalid(LOG_LEVEL, level, "is none of: " + String.join(", ", LOG_LEVELS));
        }
        return level;
    }

    private static RetentionDays logRetention(Context context) {
        String name = context.text(LOG_RETENTION).orElse(RetentionDays.THREE_MONTHS.name());
        return Stream.of(RetentionDays.values()).filter(days -> days.name().equals(name)).findFirst()
                .orElseThrow(() -> Context.invalid(LOG_RETENTION, name, "is no time that CloudWatch keeps logs for. It"
                        + " takes: " + String.join(", ", Stream.of(RetentionDays.values()).map(Enum::name).toList())));
    }

    private static String reconcileEvery(Context context) {
        String schedule = context.text(RECONCILE_EVERY).orElse("rate(1 hour)");
        if (!SCHEDULE.matcher(schedule).matches()) {
            throw Context.invalid(RECONCILE_EVERY, schedule, "is no schedule. Write rate(1 hour), rate(30 minutes) or"
                    + " cron(0 3 * * ? *), in UTC");
        }
        return schedule;
    }
}
