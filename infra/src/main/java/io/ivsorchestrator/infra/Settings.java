package io.ivsorchestrator.infra;

import io.ivsorchestrator.events.EventPatterns;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.logs.RetentionDays;

/**
 * What a team decides about its deployment: the context keys of {@code cdk.json} that begin with {@value #PREFIX}, or
 * {@code -c key=value} on the command line. Checked as a whole before anything is synthesized.
 *
 * @param deployment       names the stacks; another one is another, independent deployment
 * @param account          empty if neither context nor credentials say it: the templates then fit any account
 * @param region           likewise
 * @param createBucket     whether the deployment makes a recording bucket of its own
 * @param existingBuckets  recording buckets that are somebody else's to configure
 * @param logRetention     for how long functions' logs are kept
 * @param functionJar      the code of all functions; exists
 */
record Settings(
        String deployment,
        Optional<String> account,
        Optional<String> region,
        boolean createBucket,
        List<String> existingBuckets,
        RetentionDays logRetention,
        Path functionJar) {
    static final String PREFIX = "ivs:";
    static final String DEPLOYMENT = PREFIX + "deployment";
    static final String ACCOUNT = PREFIX + "account";
    static final String REGION = PREFIX + "region";
    static final String RECORDING_BUCKETS = PREFIX + "recordingBuckets";
    static final String LOG_RETENTION = PREFIX + "logRetention";
    static final String FUNCTION_JAR = PREFIX + "functionJar";

    /** Among the recording buckets: one that the deployment makes. */
    static final String CREATE = "create";

    /** Where both IVS APIs are (AWS General Reference, "Amazon Interactive Video Service endpoints and quotas"). */
    static final Set<String> REGIONS = Set.of("us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1",
            "ap-northeast-1", "ap-northeast-2");

    private static final Set<String> KEYS = Set.of(DEPLOYMENT, ACCOUNT, REGION, RECORDING_BUCKETS, LOG_RETENTION,
            FUNCTION_JAR);

    private static final Pattern DEPLOYMENT_NAME = Pattern.compile("[a-z](-?[a-z0-9]){0,19}");
    private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");
    /** Without dots, which S3 advises against ("General purpose bucket naming rules") and IVS says nothing about. */
    private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

    Settings {
        existingBuckets = List.copyOf(existingBuckets);
    }

    /**
     * @param context     the app's context
     * @param environment the process's; the CDK CLI tells account and region of the credentials there
     * @param directory   that of {@code cdk.json}
     * @throws InvalidSettingException if something is missing, misspelt or impossible
     */
    static Settings read(Map<?, ?> context, Map<String, String> environment, Path directory) {
        refuseUnknown(context.keySet());
        List<String> buckets = buckets(context.get(RECORDING_BUCKETS));
        return new Settings(
                deployment(context),
                text(context, ACCOUNT).or(() -> Optional.ofNullable(environment.get("CDK_DEFAULT_ACCOUNT")))
                        .map(Settings::checkedAccount),
                text(context, REGION).or(() -> Optional.ofNullable(environment.get("CDK_DEFAULT_REGION")))
                        .map(Settings::checkedRegion),
                buckets.contains(CREATE),
                buckets.stream().filter(name -> !name.equals(CREATE)).toList(),
                logRetention(context),
                FunctionJar.find(directory, text(context, FUNCTION_JAR)));
    }

    /** A misspelt key would otherwise be a setting that silently does nothing. */
    private static void refuseUnknown(Collection<?> keys) {
        keys.stream().map(String::valueOf).filter(key -> key.startsWith(PREFIX) && !KEYS.contains(key)).findFirst()
                .ifPresent(key -> {
                    throw new InvalidSettingException("there is no setting " + key + ". There are: "
                            + String.join(", ", new TreeSet<>(KEYS)));
                });
    }

    private static String deployment(Map<?, ?> context) {
        String name = text(context, DEPLOYMENT).orElse("main");
        if (!DEPLOYMENT_NAME.matcher(name).matches()) {
            throw invalid(DEPLOYMENT, name, "is no deployment's name. Begin with a letter and use at most 20 lower-case"
                    + " letters, digits and single hyphens, for example \"main\"");
        }
        return name;
    }

    private static String checkedAccount(String account) {
        if (!ACCOUNT_ID.matcher(account).matches()) {
            throw invalid(ACCOUNT, account, "is no account id, which has 12 digits (in quotes, or JSON drops leading"
                    + " zeros). Leave it out to take that of your credentials");
        }
        return account;
    }

    private static String checkedRegion(String region) {
        if (!REGIONS.contains(region)) {
            throw invalid(REGION, region, "has no Amazon IVS, and recordings stay in the region of their channel or"
                    + " stage. Deploy to each region that you stream in: " + String.join(", ", new TreeSet<>(REGIONS)));
        }
        return region;
    }

    private static List<String> buckets(@Nullable Object setting) {
        List<String> names = names(setting);
        for (String name : names) {
            if (!name.equals(CREATE) && !BUCKET_NAME.matcher(name).matches()) {
                throw invalid(RECORDING_BUCKETS, name, "is no bucket's name that IVS records to safely: 3 to 63"
                        + " lower-case letters, digits and hyphens, no dots. Name buckets that exist, or \"" + CREATE
                        + "\" for a new one");
            }
        }
        if (names.isEmpty()) {
            throw invalid(RECORDING_BUCKETS, "", "names no bucket. Name buckets that exist, or \"" + CREATE
                    + "\" for a new one");
        }
        if (Set.copyOf(names).size() < names.size()) {
            throw invalid(RECORDING_BUCKETS, String.join(",", names), "names a bucket twice. Name each once");
        }
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
            throw invalid(RECORDING_BUCKETS, names.size() + " buckets", "are too many for one rule: "
                    + tooLong.getMessage());
        }
    }

    private static List<String> names(@Nullable Object setting) {
        return switch (setting) {
            case null -> List.of(CREATE);
            case Collection<?> list -> list.stream().map(String::valueOf).toList();
            // As on the command line.
            default -> Stream.of(String.valueOf(setting).split(",", -1))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
        };
    }

    private static RetentionDays logRetention(Map<?, ?> context) {
        String name = text(context, LOG_RETENTION).orElse(RetentionDays.THREE_MONTHS.name());
        return Stream.of(RetentionDays.values()).filter(days -> days.name().equals(name)).findFirst()
                .orElseThrow(() -> invalid(LOG_RETENTION, name, "is no time that CloudWatch keeps logs for. It takes: "
                        + String.join(", ", Stream.of(RetentionDays.values()).map(Enum::name).toList())));
    }

    private static Optional<String> text(Map<?, ?> context, String key) {
        return Optional.ofNullable(context.get(key)).map(String::valueOf).filter(text -> !text.isBlank());
    }

    private static InvalidSettingException invalid(String key, String value, String problem) {
        return new InvalidSettingException(key + ": \"" + value + "\" " + problem + ".");
    }
}
