package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.query.DeleteMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shown and watched is what the functions count. */
class ObservabilityStackTest {
    private static final Synthesized DEPLOYED = Synthesized.withExistingBucket();
    private static final String NAMESPACE = "IvsRecordings/main";
    private static final Path FUNCTIONS = Path.of("..", "functions", "src", "main", "java", "io", "ivsorchestrator");
    /** Services whose packages have other names. */
    private static final Map<String, String> PACKAGES = Map.of("deletion", "query", "salvage", "salvaging");
    private static final Pattern STATED = Pattern.compile("(\\d+) alarms at 0\\.10 USD");

    /** The dashboard's text, with what is known at deployment only left out. */
    private static JsonNode dashboard() throws IOException {
        JsonNode body = Synthesized.properties(DEPLOYED.observability(), "AWS::CloudWatch::Dashboard").getFirst()
                .path("DashboardBody");
        StringBuilder text = new StringBuilder();
        if (body.isTextual()) {
            text.append(body.asText());
        } else {
            body.at("/Fn::Join/1").forEach(part -> text.append(part.isTextual() ? part.asText() : "x"));
        }
        return new ObjectMapper().readTree(text.toString());
    }

    private static Set<String> titles() throws IOException {
        Set<String> titles = new TreeSet<>();
        dashboard().path("widgets").forEach(widget -> titles.add(widget.at("/properties/title").asText()));
        return titles;
    }

    /** Of our own namespace, as service and name. */
    private static Set<String> shown() throws IOException {
        Set<String> shown = new TreeSet<>();
        dashboard().path("widgets").forEach(widget -> Stream.of("metrics").flatMap(
                it -> widget.at("/properties/" + it).valueStream()).filter(
                        metric -> metric.path(0).asText().equals(NAMESPACE))
                .forEach(metric -> shown.add(metric.path(3).asText() + " " + metric.path(1).asText())));
        return shown;
    }

    private static Set<String> watched() {
        Set<String> watched = new TreeSet<>();
        DEPLOYED.all().flatMap(template -> Synthesized.properties(template, "AWS::CloudWatch::Alarm").stream())
                .filter(alarm -> alarm.path("Namespace").asText().equals(NAMESPACE))
                .forEach(alarm -> watched.add(alarm.at("/Dimensions/0/Value").asText() + " "
                        + alarm.path("MetricName").asText()));
        return watched;
    }

    @Test
    void dashboard_showsFreshnessRecordingsFailuresQueuesAndCosts() throws IOException {
        assertThat(titles()).contains("freshness: age of a batch's oldest event (s)",
                "recordings: started, ended, failed", "failures by cause", "indexing: waiting",
                "indexing: lost unless redriven", "salvage: lost unless redriven", "deletion: invocations",
                "publishing: behind by (ms)", "API: requests", "cost: table units", "cost: invocations");
        assertThat(shown()).contains("indexing EventAgeSeconds", "publishing ChannelRecordingStarted",
                "publishing ParticipantRecordingEnded", "publishing CompositeRecordingFailed",
                "recovery Failures.policy-grant-lost");
        assertThat(shown()).filteredOn(name -> name.startsWith("recovery ")).hasSize(Cause.values().length);
    }

    @Test
    void whatFunctionsGiveUpOn_isWatched() {
        assertThat(watched()).containsExactlyInAnyOrder("indexing EventsQuarantined", "indexing MetadataUnread",
                "deletion DeletionBlocked", "publishing OutboundRefused", "publishing UnpublishedFound",
                "publishing ChangesUnreadable", "publishing OutboundUnnoted", "reconciling ReconcilingDropped",
                "reconciling ReconcilingEnded");
    }

    /** A count that was renamed would leave a graph empty, and an alarm silent for ever. */
    @Test
    void whatIsShownOrWatched_isCountedByThatFunction() throws IOException {
        Set<String> composed = new TreeSet<>();
        Stream.of(Cause.values()).map(Cause::metric).forEach(composed::add);
        Stream.of(DeleteMedia.Result.values()).forEach(result -> composed.add("Deletion" + result.name().charAt(0)
                + result.name().substring(1).toLowerCase(Locale.ROOT)));
        Set<String> all = new TreeSet<>(shown());
        all.addAll(watched());
        Map<String, String> sources = new HashMap<>();

        for (String each : all) {
            String service = each.substring(0, each.indexOf(' '));
            String name = each.substring(each.indexOf(' ') + 1);
            String source = sources.computeIfAbsent(service, ObservabilityStackTest::source);
            boolean plain = source.contains('"' + name + '"');
            boolean event = name.startsWith("Events")
                    && source.contains('"' + name.substring("Events".length()) + '"');
            boolean step = name.matches("(Channel|Participant|Composite)Recording(Started|Ended|Failed)");
            assertThat(plain || event || step || composed.contains(name)).as(each).isTrue();
        }
    }

    private static String source(String service) {
        StringBuilder text = new StringBuilder();
        Path folder = FUNCTIONS.resolve(PACKAGES.getOrDefault(service, service));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
                text.append(Files.readString(file));
            }
        } catch (IOException unreadable) {
            throw new AssertionError("no sources of " + service, unreadable);
        }
        return text.toString();
    }

    @Test
    void alarms_areAsManyAsTheGuideSays() throws IOException {
        Matcher stated = STATED.matcher(Files.readString(Path.of("..", "docs", "deploy.md")));
        assertThat(stated.find()).isTrue();

        long alarms = DEPLOYED.all()
                .mapToLong(template -> Synthesized.properties(template, "AWS::CloudWatch::Alarm").size()).sum();
        assertThat(alarms).isEqualTo(Long.parseLong(stated.group(1)));
    }
}
