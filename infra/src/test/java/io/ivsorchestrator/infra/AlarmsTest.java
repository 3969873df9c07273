package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every alarm is heard, and leads to a page that says what to do; every page of an alarm is of one that exists. */
class AlarmsTest {
    private static final Path RUNBOOK = Path.of("..", "docs", "runbook");
    private static final Pattern LINK = Pattern.compile("Runbook: docs/runbook/([a-z0-9-]+)\\.md$");
    /** How the pages begin that are about an alarm. */
    private static final Pattern PAGE = Pattern.compile("(?m)^\\*\\*Alarm\\.\\*\\* `([^`]+)`");

    private static List<JsonNode> alarms() {
        return Synthesized.withExistingBucket().all()
                .flatMap(template -> Synthesized.properties(template, "AWS::CloudWatch::Alarm").stream()).toList();
    }

    @Test
    void everyAlarm_tellsTheTopic_whenItBeginsAndWhenItIsOver() {
        assertThat(alarms()).isNotEmpty().allSatisfy(alarm -> {
            for (String occasion : List.of("AlarmActions", "OKActions")) {
                assertThat(alarm.path(occasion)).singleElement().satisfies(
                        topic -> assertThat(topic.toString()).contains(":ivs-recording-main-notifications"));
            }
            assertThat(alarm.has("TreatMissingData")).isTrue();
        });
    }

    @Test
    void everyAlarm_isNamedAfterItsPage_andLinksIt() {
        assertThat(alarms()).allSatisfy(alarm -> {
            Matcher link = LINK.matcher(alarm.path("AlarmDescription").asText());
            assertThat(link.find()).as(alarm.path("AlarmDescription").asText()).isTrue();
            assertThat(alarm.path("AlarmName").asText()).startsWith("ivs-recording-main-")
                    .endsWith("-" + link.group(1));
        });
        assertThat(alarms()).extracting(alarm -> alarm.path("AlarmName").asText()).doesNotHaveDuplicates();
    }

    @Test
    void alarmsAndPages_areTheSame() throws IOException {
        Set<String> linked = new TreeSet<>();
        alarms().forEach(alarm -> LINK.matcher(alarm.path("AlarmDescription").asText()).results()
                .forEach(link -> linked.add(link.group(1))));
        Set<String> pages = new TreeSet<>();
        try (Stream<Path> files = Files.list(RUNBOOK)) {
            for (Path file : files.toList()) {
                Matcher page = PAGE.matcher(Files.readString(file));
                if (page.find()) {
                    String name = String.valueOf(file.getFileName()).replace(".md", "");
                    assertThat(page.group(1)).as(file + " is of the alarm that it names").endsWith("-" + name);
                    pages.add(name);
                }
            }
        }

        assertThat(pages).isEqualTo(linked);
    }
}
