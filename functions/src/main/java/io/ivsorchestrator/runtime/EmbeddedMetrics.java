package io.ivsorchestrator.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Counts for CloudWatch, one line of JSON on standard output, where CloudWatch Logs finds them without a call or an agent
 * (CloudWatch User Guide, "Specification: Embedded metric format"). Variables and the dimension {@code Service} are named as Powertools
 * for AWS Lambda names them; with its own writer, which brings databind into the first event, the first answer takes a quarter longer (docs/decisions, 39).
 */
public final class EmbeddedMetrics implements Metrics {
    /** The metrics' namespace, and what their only dimension says. */
    private static final String NAMESPACE = "POWERTOOLS_METRICS_NAMESPACE";
    private static final String SERVICE = "POWERTOOLS_SERVICE_NAME";

    /** Of a {@code MetricDirective}, says the specification. */
    private static final int MOST_METRICS = 100;

    private static final JsonFactory FACTORY = new JsonFactory();

    private final String namespace;
    private final String service;
    private final InstantSource clock;
    private final PrintStream out;

    /**
     * As a function has it.
     *
     * @throws IllegalStateException if a variable is missing
     */
    public EmbeddedMetrics() {
        this(System.getenv(), InstantSource.system(), System.out);
    }

    EmbeddedMetrics(Map<String, String> variables, InstantSource clock, PrintStream out) {
        Environment environment = Environment.of(variables, List.of(NAMESPACE, SERVICE));
        this.namespace = environment.get(NAMESPACE);
        this.service = environment.get(SERVICE);
        this.clock = clock;
        this.out = out;
    }

    /** @throws IllegalArgumentException for more metrics than one line may hold */
    @Override
    public void count(Map<String, Long> counts) {
        if (counts.size() > MOST_METRICS) {
            throw new IllegalArgumentException(counts.size() + " metrics at once; CloudWatch takes " + MOST_METRICS);
        }
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeObjectFieldStart("_aws");
            json.writeNumberField("Timestamp", clock.millis());
            directive(json, counts);
            json.writeEndObject();
            json.writeStringField("Service", service);
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                json.writeNumberField(count.getKey(), count.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        out.println(line);
    }

    private void directive(JsonGenerator json, Map<String, Long> counts) throws IOException {
        json.writeArrayFieldStart("CloudWatchMetrics");
        json.writeStartObject();
        json.writeStringField("Namespace", namespace);
        json.writeArrayFieldStart("Dimensions");
        json.writeArray(new String[]{"Service"}, 0, 1);
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (String name : counts.keySet()) {
            json.writeStartObject();
            json.writeStringField("Name", name);
            json.writeStringField("Unit", "Count");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }
}
