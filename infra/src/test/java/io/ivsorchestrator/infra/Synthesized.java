package io.ivsorchestrator.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.events.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/** The app with the context of our {@code cdk.json}, settings changed, and a dummy of the functions' jar. */
record Synthesized(App app, Template storage, Template pipelines, Template api, Template observability) {
    static final String REGION = "us-west-2";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A synth takes seconds; what nobody changes is made once for all tests. */
    private static final Supplier<Synthesized> EXISTING_BUCKET = once(Synthesized::existingBucket);
    private static final Supplier<Synthesized> AS_SHIPPED = once(() -> with(Map.of()));

    /** The templates of all stacks. */
    Stream<Template> all() {
        return Stream.of(storage, pipelines, api, observability);
    }

    /** Those that hold functions. */
    Stream<Template> withFunctions() {
        return all().filter(template -> !properties(template, "AWS::Lambda::Function").isEmpty());
    }

    /** With an existing bucket, which makes every resource name in the patterns a text. */
    static Synthesized withExistingBucket() {
        return EXISTING_BUCKET.get();
    }

    private static Synthesized existingBucket() {
        return with(Map.of(Settings.ACCOUNT, Samples.ACCOUNT, Settings.REGION, REGION,
                Settings.RECORDING_BUCKETS, List.of(Samples.BUCKET)));
    }

    /** As somebody gets it who changes nothing and has no credentials. */
    static Synthesized asShipped() {
        return AS_SHIPPED.get();
    }

    private static Supplier<Synthesized> once(Supplier<Synthesized> synth) {
        FutureTask<Synthesized> task = new FutureTask<>(synth::get);
        return () -> {
            task.run();
            return task.resultNow();
        };
    }

    static Synthesized with(Map<String, Object> changed) {
        App app = app(changed);
        OrchestratorApp.Stacks stacks = OrchestratorApp.build(app, settings(changed));
        return new Synthesized(app, template(stacks.storage()), template(stacks.pipelines()), template(stacks.api()),
                template(stacks.observability()));
    }

    static App app(Map<String, Object> changed) {
        return new App(AppProps.builder().context(context(changed)).analyticsReporting(false).build());
    }

    static Settings settings(Map<String, Object> changed) {
        Map<String, Object> context = context(changed);
        context.put(Settings.FUNCTION_JAR, jar().toString());
        return Settings.read(context, Map.of(), Path.of(""));
    }

    private static Map<String, Object> context(Map<String, Object> changed) {
        try {
            JsonNode shipped = JSON.readTree(Path.of("..", "cdk.json").toFile()).path("context");
            Map<String, Object> context = new HashMap<>(
                    JSON.convertValue(shipped, new TypeReference<Map<String, Object>>() {
                    }));
            context.putAll(changed);
            return context;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Always the same bytes, so that templates of two runs can be compared. */
    private static Path jar() {
        try {
            Path jar = Files.createTempDirectory("infra").resolve("functions.jar");
            return Files.writeString(jar, "no code");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static Template template(Stack stack) {
        return Template.fromStack(stack);
    }

    /** Properties of all resources of one type, for example {@code AWS::SQS::Queue}. */
    static List<JsonNode> properties(Template template, String type) {
        return StreamSupport.stream(json(template).path("Resources").spliterator(), false)
                .filter(resource -> resource.path("Type").asText().equals(type))
                .map(resource -> resource.path("Properties"))
                .toList();
    }

    /** The whole resource whose logical id begins so. */
    static JsonNode resource(Template template, String type, String logicalId) {
        List<JsonNode> found = json(template).path("Resources").properties().stream()
                .filter(resource -> resource.getKey().startsWith(logicalId))
                .map(Map.Entry::getValue)
                .filter(resource -> resource.path("Type").asText().equals(type))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " resources " + logicalId + " of " + type);
        }
        return found.getFirst();
    }

    static JsonNode json(Template template) {
        return JSON.valueToTree(template.toJSON());
    }
}
