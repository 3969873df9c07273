package io.ivsorchestrator.local.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ivsorchestrator.local.emulator.scenario.ScenarioReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page in a real browser, over the story. Skipped where no Chromium is installed. */
class PageTest {
    private static final String ROWS = "document.querySelectorAll('tbody tr').length";
    private static Laptop laptop;
    private static Browser browser;
    private static String page;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> chromium = Browser.installed();
        assumeTrue(chromium.isPresent(), "no Chromium on the PATH: the page is not tested");
        Play play = Play.of(ScenarioReader.story());
        laptop = Laptop.start(Laptop.FEATURES, play.settings());
        play.on(laptop);
        assertThat(laptop.settle(Duration.ofMinutes(1))).isTrue();
        Matcher address = Pattern.compile("page: (http://[^ ]+)").matcher(String.join(" ", laptop.announcements()));
        assertThat(address.find()).isTrue();
        page = URI.create(address.group(1)).toString();
        browser = Browser.start(chromium.get());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (laptop != null) {
            laptop.close();
        }
    }

    @AfterEach
    void complainAboutNothing() {
        assertThat(browser.takeComplaints()).isEmpty();
    }

    /** For whoever wants to look at what was tested: {@code -Dpage.pictures=<folder>}. */
    private static void picture(String name) throws IOException {
        String folder = System.getProperty("page.pictures", "");
        if (!folder.isEmpty()) {
            Files.createDirectories(Path.of(folder));
            browser.picture(Path.of(folder, name + ".png"));
        }
    }

    @Test
    void list_opened_showsTheLatestDayWithPictures() throws IOException {
        browser.open(page, ROWS + " > 0");

        assertThat(browser.ask(ROWS)).isEqualTo(String.valueOf(laptop.everything().size()));
        assertThat(browser.ask("document.querySelector('input[name=day]').value")).isEqualTo("2026-03-07");
        assertThat(browser.ask("document.body.innerText")).contains("bob", "FAILED", "main-show");
        browser.await("[...document.querySelectorAll('img.thumb')].some(it => it.naturalWidth > 0)");
        picture("list");
    }

    @Test
    void list_everyWayToFind_asksWhatTheIndexHas() {
        String stage = stage();
        String channel = laptop.everything().stream().filter(it -> !it.streamIds().isEmpty()).findFirst().orElseThrow()
                .source().orElseThrow().value();
        for (String query : new String[]{"by=day&day=2026-03-07", "by=attention&day=2026-03-07",
            "by=channel&channel=" + channel, "by=stage&stage=" + stage, "by=stage&stage=" + stage + "&from=2026-03-07",
            "by=session&stage=" + stage + "&session=" + session(), "by=user&user=bob"}) {
            browser.open(page + "#/recordings?" + query,
                    "document.querySelector('main h1') && !document.querySelector('[aria-busy]')");
            assertThat(browser.ask(ROWS)).as(query).isNotEqualTo("0");
        }
        browser.open(page + "#/recordings?by=active",
                "document.querySelector('main h1') && !document.querySelector('[aria-busy]')");
        assertThat(browser.ask("document.body.innerText")).contains("No recordings here.");
    }

    @Test
    void list_byKeyboardAlone_leadsToARecording() {
        browser.open(page, ROWS + " > 1");

        browser.press("/", 191);
        assertThat(browser.ask("document.activeElement.name")).isEqualTo("by");
        browser.ask("document.querySelector('tbody a').focus()");
        String first = browser.ask("document.activeElement.href");
        browser.press("ArrowDown", 40);
        String second = browser.ask("document.activeElement.href");
        assertThat(second).contains("#/recording/").isNotEqualTo(first);
        browser.press("Enter", 13);
        browser.await("document.querySelector('ol.facts li')");
        assertThat(browser.ask("location.href")).isEqualTo(second);
        assertThat(browser.ask("document.activeElement.id")).as("the reader is where the content is").isEqualTo("main");
    }

    @Test
    void recording_failed_isExplained() throws IOException {
        String id = laptop.everything().stream().filter(it -> it.userIds().contains("carol")).findFirst().orElseThrow()
                .id().text();
        browser.open(page + "#/recording/" + id, "document.querySelector('ol.facts li')");

        assertThat(browser.ask("document.body.innerText")).contains("What is known", "Why", "implies FAILED", "carol",
                "Delete …");
        picture("recording");
    }

    @Test
    void recording_held_cannotBeDeletedUntilItIsReleased() {
        String id = laptop.everything().stream().filter(it -> it.userIds().contains("alice")).findFirst().orElseThrow()
                .id().text();
        browser.open(page + "#/recording/" + id, "document.querySelector('button.danger')");

        browser.ask("document.querySelector('input[name=name]').value = 'legal'");
        browser.ask("document.querySelector('form.actions button').click()");
        browser.await("document.body.innerText.includes('legal keeps it')");
        assertThat(browser.ask("document.querySelector('button.danger').disabled")).isEqualTo("true");
        browser.ask("[...document.querySelectorAll('button')].find(it => it.textContent === 'Release legal').click()");
        browser.await("document.querySelector('button.danger')?.disabled === false");
    }

    @Test
    void session_drawn_hasARowForEachRecording() throws IOException {
        browser.open(page + "#/session/" + stage() + "/" + session(), "document.querySelector('svg.timeline')");

        assertThat(browser.ask("document.querySelectorAll('svg.timeline a').length")).isEqualTo(browser.ask(ROWS));
        assertThat(browser.ask("document.querySelectorAll('svg .overlap').length")).isNotEqualTo("0");
        assertThat(browser.ask("document.body.innerText")).contains("alice", "the media", "composite");
        picture("session");
    }

    @Test
    void incidents_none_saysSo() throws IOException {
        browser.open(page + "#/incidents?day=2020-01-01", "document.querySelector('.empty')");

        assertThat(browser.ask("document.body.innerText")).contains("No incident was opened on this day.");
        browser.open(page + "#/incidents", "document.querySelector('.empty, .incident')");
        picture("incidents");
    }

    private static String stage() {
        return laptop.everything().stream().filter(it -> it.userIds().contains("bob")).findFirst().orElseThrow()
                .source().orElseThrow().resourceId();
    }

    private static String session() {
        return laptop.everything().stream().filter(it -> it.userIds().contains("bob")).findFirst().orElseThrow()
                .sessionIds().first();
    }
}
