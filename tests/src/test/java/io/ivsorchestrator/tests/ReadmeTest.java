package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents claim. That the README's story is what the command prints, {@link LaptopCommandTest} shows. */
class ReadmeTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

    @Test
    void links_leadToFilesThatExist() throws IOException {
        for (Path document : Docs.documents()) {
            LINK.matcher(Files.readString(document)).results().map(link -> link.group(1)).forEach(
                    target -> assertThat(document.resolveSibling(target)).as("link in %s", document).exists());
        }
    }

    @Test
    void commands_areThoseThatCiAndTheBuildKnow() throws IOException {
        String readme = Files.readString(Docs.root().resolve("README.md"));

        assertThat(readme).contains("./mvnw verify");
        assertThat(Files.readString(Docs.root().resolve(".ci/run"))).contains("./mvnw -B -ntp verify");
        assertThat(Files.isExecutable(Docs.root().resolve("local/run"))).isTrue();
        assertThat(Files.isExecutable(Docs.root().resolve("mvnw"))).isTrue();
    }

    @Test
    void figures_ofTheReadme_areThoseThatWereMeasured() throws IOException {
        String readme = Files.readString(Docs.root().resolve("README.md"));
        String measured = Files.readString(Docs.root().resolve("docs/benchmarks.md"));
        long first = number(measured, "this project's indexing \\| plain \\| ([\\d,]+) ");

        assertThat(number(readme, "([\\d,]+) ms on one local CPU")).isEqualTo(first);
        assertThat(number(readme, "(\\d+) % of a conventional build's"))
                .isEqualTo(Math.round(100.0 * first / number(measured, "conventional \\| plain \\| ([\\d,]+) ")));
        assertThat(number(readme, "([\\d,]+) events\\s+decoded and joined")).isEqualTo(
                number(measured, "decodeAndJoin \\| ([\\d,]+)") / 1000 * 1000);
        assertThat(measured).contains("\nFlat.\n");
    }

    private static long number(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1).replace(",", ""))
                .mapToLong(Long::parseLong).findFirst().orElseThrow(() -> new AssertionError("no " + pattern));
    }

    @Test
    void settings_ofTheReadme_areThoseThatTheAppKnows() throws IOException {
        String settings = Files.readString(
                Docs.root().resolve("infra/src/main/java/io/ivsorchestrator/infra/Settings.java"));
        List<String> documented = Pattern.compile("-c ivs:(\\w+)=")
                .matcher(Files.readString(Docs.root().resolve("README.md"))).results().map(key -> key.group(1))
                .toList();

        assertThat(documented).isNotEmpty().allSatisfy(key -> assertThat(settings).contains(key));
    }
}
