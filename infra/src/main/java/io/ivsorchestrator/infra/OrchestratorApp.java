package io.ivsorchestrator.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/** What {@code cdk.json} runs, in the directory of {@code cdk.json}. */
public final class OrchestratorApp {
    /** Carried by all that a deployment makes, so that two of them in one account can be told apart. */
    static final String DEPLOYMENT_TAG = "ivs-recording:deployment";

    private OrchestratorApp() {
    }

    public static void main(String[] args) {
        App app = new App();
        try {
            build(app, Settings.read(context(app), System.getenv(), Path.of("")));
        } catch (InvalidSettingException invalid) {
            // A sentence for the person at the prompt; a stack trace would bury it.
            System.err.println(invalid.getMessage());
            System.exit(1);
        }
        app.synth();
    }

    /**
     * Writes the templates and what they need to a directory, as {@code cdk synth} does.
     *
     * @param context   settings, as in {@code cdk.json}
     * @param directory that of {@code cdk.json}
     * @throws InvalidSettingException (an {@link IllegalArgumentException}) as {@code cdk synth} would print it
     */
    public static void synthesize(Map<String, Object> context, Path directory, Path output) {
        App app = new App(AppProps.builder().context(context).outdir(output.toString()).analyticsReporting(false)
                .build());
        build(app, Settings.read(context, Map.of(), directory));
        app.synth();
    }

    static Stacks build(Construct app, Settings settings) {
        // CloudFormation's published schema of a dashboard has no tags, and nothing depends on its having some.
        Tags.of(app).add(DEPLOYMENT_TAG, settings.deployment(), TagProps.builder()
                .excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard")).build());
        Deployment deployment = Deployment.of(settings);
        Names names = deployment.names();
        StorageStack storage = new StorageStack(app, names.stack("storage"),
                props(settings, "Recordings and their index. Removing the stack leaves both in place."), settings);
        PipelinesStack pipelines = new PipelinesStack(app, names.stack("pipelines"),
                props(settings, "Takes what IVS and S3 say of recordings into the index, and acts on it."), deployment,
                storage);
        ApiStack api = new ApiStack(app, names.stack("api"),
                props(settings, "Answers questions about recordings."), deployment, storage);
        // Their queues and their topic are named, not referred to, so CloudFormation cannot see the order.
        api.getNode().addDependency(pipelines);
        ObservabilityStack observability = new ObservabilityStack(app, names.stack("observability"),
                props(settings, "Shows how recordings and their pipelines are."), deployment, storage, pipelines, api);
        observability.getNode().addDependency(pipelines);
        return new Stacks(storage, pipelines, api, observability);
    }

    private static StackProps props(Settings settings, String description) {
        return StackProps.builder()
                .description(description)
                .env(Environment.builder()
                        .account(settings.account().orElse(null))
                        .region(settings.region().orElse(null))
                        .build())
                .build();
    }

    private static Map<?, ?> context(App app) {
        return app.getNode().getAllContext() instanceof Map<?, ?> context ? context : Map.of();
    }

    /** All stacks of one deployment. */
    record Stacks(StorageStack storage, PipelinesStack pipelines, ApiStack api, ObservabilityStack observability) {
        List<Stack> all() {
            return List.of(storage, pipelines, api, observability);
        }
    }
}
