package io.ivsorchestrator.local.provision;

import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.CallLedger;
import io.ivsorchestrator.ivs.CallLimiter;
import io.ivsorchestrator.ivs.DynamoDbCallLedger;
import io.ivsorchestrator.ivs.LimitedCalls;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.provisioning.Buckets;
import io.ivsorchestrator.provisioning.Delays;
import io.ivsorchestrator.provisioning.Deployment;
import io.ivsorchestrator.provisioning.IndexRecords;
import io.ivsorchestrator.provisioning.MemoryRecords;
import io.ivsorchestrator.provisioning.PolicySource;
import io.ivsorchestrator.provisioning.ProvisioningRecords;
import io.ivsorchestrator.provisioning.S3Buckets;
import io.ivsorchestrator.provisioning.SsmPolicySource;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Whom a command is about, by its options. */
final class Target implements AutoCloseable {
    @Option(names = "--deployment", paramLabel = "<name>", defaultValue = "main", description = "Whose configurations"
            + " are ours. Default: ${DEFAULT-VALUE}.")
    private String deployment = "main";

    @Option(names = "--bucket", paramLabel = "<name>", required = true, description = "A recording bucket of the"
            + " deployment; may be repeated, the first is for rules that name none.")
    private List<String> buckets = List.of();

    @Option(names = "--region", paramLabel = "<region>", required = true, description = "Of the channels and stages,"
            + " for example eu-west-1.")
    private String region = "";

    @Option(names = "--policy", paramLabel = "<file>", description = "A policy that is not deployed (yet). By default"
            + " the built-in one.")
    private @Nullable Path policy;

    @Option(names = "--policy-parameter", paramLabel = "<name>", description = "The deployed policy, in SSM Parameter"
            + " Store.")
    private @Nullable String policyParameter;

    @Option(names = "--table", paramLabel = "<name>", description = "The deployment's table: calls to IVS are then"
            + " shared with its functions, and what was there before ours is known.")
    private @Nullable String table;

    @Option(names = "--share", paramLabel = "<0..1>", defaultValue = "0.5", description = "Of the calls a second that"
            + " IVS takes. Default: ${DEFAULT-VALUE}.")
    private double share = 0.5;

    @Option(names = "--endpoint", paramLabel = "<url>", description = "Of both IVS APIs, for the emulator; needs no"
            + " credentials.")
    private @Nullable URI endpoint;

    private final SdkHttpClient http = ApacheHttpClient.create();
    private final List<AutoCloseable> clients = new ArrayList<>();
    private final InstantSource clock = InstantSource.system();
    private @Nullable LimitedCalls calls;
    private @Nullable DynamoDbClient dynamoDb;

    Deployment deployment() {
        return new Deployment(deployment, buckets);
    }

    String region() {
        return region;
    }

    InstantSource clock() {
        return clock;
    }

    boolean hasTable() {
        return table != null;
    }

    LowLatencyApi lowLatency() {
        return new AwsLowLatencyApi(ivs(IvsClient.builder()), calls());
    }

    RealTimeApi realTime() {
        return new AwsRealTimeApi(ivs(IvsRealTimeClient.builder()), calls());
    }

    ProvisioningRecords records() {
        return table == null
                ? new MemoryRecords()
                : new IndexRecords(new DynamoDbIndexTable(dynamoDb(), table), deployment());
    }

    PolicySource policy() {
        if (policy != null && policyParameter != null) {
            throw new IllegalArgumentException("give --policy or --policy-parameter, not both");
        }
        if (policyParameter != null) {
            return new SsmPolicySource(aws(SsmClient.builder()), policyParameter);
        }
        Optional<Path> file = Optional.ofNullable(policy);
        return new PolicySource() {
            @Override
            public Optional<String> text() {
                return file.map(Target::read);
            }

            @Override
            public String place() {
                return file.map(Path::toString).orElse("the built-in policy");
            }
        };
    }

    RecordingBuckets recordingBuckets(PrintStream out) {
        if (endpoint != null) {
            throw new IllegalArgumentException("the emulator has no S3: leave out --endpoint");
        }
        S3Client s3 = aws(S3Client.builder());
        return new RecordingBuckets(new io.ivsorchestrator.recovery.S3Buckets(s3), s3, region, out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the policy " + file, unreadable);
        }
    }

    Buckets buckets() {
        return endpoint == null
                ? new S3Buckets(aws(S3Client.builder()))
                : new Unasked();
    }

    /** The emulator has no S3. */
    private record Unasked() implements Buckets {
        @Override
        public Look look(String bucket) {
            return new Look.Unknown("with --endpoint buckets are not asked");
        }

        @Override
        public Grant grant(String bucket, String region) {
            return Grant.UNKNOWN;
        }
    }

    private LimitedCalls calls() {
        LimitedCalls made = calls;
        if (made == null) {
            CallLedger ledger = table == null ? new OwnLedger() : new DynamoDbCallLedger(dynamoDb(), table);
            made = LimitedCalls.inCommand(
                    new CallLimiter(ledger, share, clock, () -> ThreadLocalRandom.current().nextLong()),
                    this::waited);
            calls = made;
        }
        return made;
    }

    /** A command may wait, unlike a function. */
    boolean waited(Instant notBefore) {
        return Delays.waited(notBefore, clock);
    }

    private DynamoDbClient dynamoDb() {
        DynamoDbClient made = dynamoDb;
        if (made == null) {
            made = aws(DynamoDbClient.builder());
            dynamoDb = made;
        }
        return made;
    }

    private <C extends AutoCloseable, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C aws(B builder) {
        C client = builder.region(Region.of(region)).credentialsProvider(credentials()).httpClient(http).build();
        clients.add(client);
        return client;
    }

    /** Tries once: the SDK's own retries would be calls to IVS that nobody counted. */
    private <C extends AutoCloseable, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C ivs(B builder) {
        builder.overrideConfiguration(options -> options.retryStrategy(AwsRetryStrategy.doNotRetry()));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return aws(builder);
    }

    private AwsCredentialsProvider credentials() {
        return endpoint == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create("emulator", "emulator"));
    }

    @Override
    public void close() {
        for (AutoCloseable client : clients) {
            try {
                client.close();
            } catch (Exception ignored) {
                // The process ends, and its connections with it.
            }
        }
        http.close();
    }
}
