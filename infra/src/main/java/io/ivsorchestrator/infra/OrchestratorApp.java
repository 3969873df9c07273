package io.ivsorchestrator.infra;

import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
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

    static Stacks build(Construct app, Settings settings) {
        Tags.of(app).add(DEPLOYMENT_TAG, settings.deployment());
        StorageStack storage = new StorageStack(app, name(settings, "storage"),
                props(settings, "Recordings and their index. Removing the stack leaves both in place."), settings);
        IndexingStack indexing = new IndexingStack(app, name(settings, "indexing"),
                props(settings, "Takes what IVS and S3 say of recordings into the index."), settings, storage);
        return new Stacks(storage, indexing);
    }

    private static String name(Settings settings, String part) {
        return "ivs-recording-" + settings.deployment() + "-" + part;
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
    record Stacks(StorageStack storage, IndexingStack indexing) {}
}
