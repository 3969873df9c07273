package io.ivsorchestrator.local.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ivsorchestrator.local.emulator.scenario.ScenarioReader;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Keeping;
import io.ivsorchestrator.recording.RecordingKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        browser.open(page + "#/recording/" + user("carol"), "document.querySelector('ol.facts li')");

        assertThat(browser.ask("document.body.innerText")).contains("What is known", "Why", "implies FAILED", "carol",
                "Delete …");
        picture("recording");
    }

    @Test
    void recording_held_cannotBeDeletedUntilItIsReleased() {
        browser.open(page + "#/recording/" + user("alice"), "document.querySelector('button.danger')");

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

    @Test
    void incidents_ofTheStory_areToldWithWhatWasFound() throws IOException {
        browser.open(page + "#/incidents?day=2026-03-07", "document.querySelector('.incident')");

        assertThat(browser.ask("document.body.innerText")).contains("The bucket policy no longer lets IVS write",
                "arn:aws:s3:::station-recordings", "OPEN", "Found");
        picture("incidents-of-the-day");
        browser.open(page + "#/recording/" + user("dave"), "document.querySelector('ol.facts li')");
        assertThat(browser.ask("document.body.innerText")).contains("Incidents",
                "The bucket policy no longer lets IVS write");
    }

    /** By hls.js, where the laptop's own page finds it. */
    @Test
    void recording_played_moves() throws IOException {
        assumeTrue(Files.isRegularFile(Path.of(System.getenv().getOrDefault("HLS_JS", "none"))),
                "no hls.js: npm install hls.js, and name it in HLS_JS; the player is not tested");
        browser.open(page + "#/recording/" + user("bob"), "document.querySelector('.stage button')");

        browser.ask("document.querySelector('.stage button').focus()");
        browser.press("Enter", 13);

        browser.await("document.querySelector('video')?.currentTime > 1");
        assertThat(browser.ask("document.querySelector('video').videoWidth")).isNotEqualTo("0");
        assertThat(browser.ask("document.activeElement.tagName")).as("its keys work at once").isEqualTo("VIDEO");
        picture("player");
    }

    @Test
    void recording_whichHasNoMedia_saysSoInsteadOfAPlayer() {
        browser.open(page + "#/recording/" + user("dave"), "document.querySelector('.stage')");

        assertThat(browser.ask("document.querySelector('.stage').innerText")).contains("There is no media to play.");
    }

    @Test
    void recording_deleted_onlyWhenItIsSaidTwice() throws InterruptedException, IOException {
        String id = laptop.everything().stream().filter(it -> it.kind() == RecordingKind.COMPOSITE).findFirst()
                .orElseThrow().id().text();
        browser.open(page + "#/recording/" + id, "document.querySelector('button.danger')");
        String open = "document.querySelector('dialog').open";
        String delete = "[...document.querySelectorAll('button.danger')].find(it => it.textContent === 'Delete …')";

        browser.ask(delete + ".focus()");
        browser.press("Enter", 13);
        browser.await(open);
        picture("delete");
        assertThat(browser.ask("document.activeElement.textContent")).as("where an Enter too many does nothing")
                .isEqualTo("Keep it");
        browser.press("Enter", 13);
        browser.await("!" + open);
        browser.ask(delete + ".click()");
        browser.await(open);
        browser.press("Escape", 27);
        browser.await("!" + open);
        assertThat(deletion(id)).isEmpty();

        browser.ask(delete + ".click()");
        browser.await(open);
        browser.press("Tab", 9);
        assertThat(browser.ask("document.activeElement.textContent")).isEqualTo("Delete");
        browser.press("Enter", 13);
        browser.await("document.body.innerText.match(/Being deleted|Deleted, /)");

        assertThat(laptop.settle(Duration.ofMinutes(1))).isTrue();
        browser.open(page + "#/recording/" + id, "document.querySelector('.state.deleted')");
        assertThat(browser.ask("document.body.innerText")).contains("Deleted, ", "by arn:aws:iam::",
                "The media is gone.").doesNotContain("Delete …");
        assertThat(deletion(id)).contains(Evidence.DeletionChange.DONE);
    }

    private static Optional<Evidence.DeletionChange> deletion(String id) {
        return laptop.everything().stream().filter(it -> it.id().text().equals(id)).findFirst().orElseThrow()
                .keeping().deletion().map(Keeping.Deletion::change);
    }

    /** Of every view: by what a screen reader tells of it, and by what can be seen. */
    @Test
    void views_canBeReadAndOperatedByEverybody() {
        for (String view : List.of("#/recordings?by=day&day=2026-03-07", "#/recordings?by=stage&stage=" + stage(),
                "#/recording/" + user("carol"), "#/session/" + stage() + "/" + session(),
                "#/incidents?day=2026-03-07")) {
            browser.open(page + view, "document.querySelector('main h1') && !document.querySelector('[aria-busy]')"
                    + " && document.querySelector('tbody tr, ol.facts li, .incident')");

            assertThat(browser.nameless()).as("%s: what has no name", view).isEmpty();
            assertThat(browser.ask("document.querySelectorAll('h1').length + document.documentElement.lang"))
                    .as("%s: one heading, one language", view).isEqualTo("1en");
            assertThat(browser.ask(HEADINGS_THAT_SKIP)).as("%s: headings that skip a level", view).isEqualTo("");
            assertThat(browser.ask(FAINT)).as("%s: text of less contrast than WCAG 2.2 asks for", view).isEqualTo("");
        }
    }

    private static final String HEADINGS_THAT_SKIP = """
            [...document.querySelectorAll('h1, h2, h3')].map(it => ({ level: Number(it.tagName[1]), text: it.innerText }))
              .filter((it, i, all) => it.level > (i ? all[i - 1].level : 0) + 1).map(it => it.text).join(', ')""";

    /** Of all texts the contrast with the first ground that is not transparent; 3 is enough for large and bold ones. */
    private static final String FAINT = """
            (() => {
              const rgb = text => text.match(/[\\d.]+/g).map(Number);
              const light = ([r, g, b]) => [r, g, b].map(it => it / 255)
                .map(it => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)
                .reduce((sum, it, i) => sum + it * [0.2126, 0.7152, 0.0722][i], 0);
              const ground = element => {
                for (let it = element; it; it = it.parentElement) {
                  const colour = rgb(getComputedStyle(it).backgroundColor);
                  if (colour.length < 4 || colour[3] > 0) return colour;
                }
                return [255, 255, 255];
              };
              return [...document.querySelectorAll('body *:not(svg *, script, style)')]
                .filter(it => [...it.childNodes].some(child => child.nodeType === 3 && child.data.trim()) && it.offsetParent
                  && !it.disabled)
                .map(it => {
                  const style = getComputedStyle(it);
                  const [a, b] = [light(rgb(style.color)), light(ground(it))].sort((x, y) => y - x);
                  const large = parseFloat(style.fontSize) >= 24;
                  return { text: it.innerText, contrast: (a + 0.05) / (b + 0.05), least: large ? 3 : 4.5 };
                }).filter(it => it.contrast < it.least).map(it => it.text + ' ' + it.contrast.toFixed(2)).join('; ');
            })()""";

    @Test
    void skipLink_leadsToTheContentAndStaysInTheView() {
        browser.open(page + "#/recording/" + user("carol"), "document.querySelector('ol.facts li')");

        browser.ask("document.querySelector('.skip').focus()");
        browser.press("Enter", 13);

        assertThat(browser.ask("document.activeElement.id")).isEqualTo("main");
        assertThat(browser.ask("location.hash")).contains("#/recording/");
    }

    @Test
    void address_thatIsNone_isTheList() {
        browser.open(page + "#/%zz/%", "document.querySelector('main h1')");

        assertThat(browser.ask("document.querySelector('main h1').innerText")).isEqualTo("Recordings");
    }

    private static String user(String name) {
        return laptop.everything().stream().filter(it -> it.userIds().contains(name)).findFirst().orElseThrow()
                .id().text();
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
