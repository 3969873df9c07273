package io.ivsorchestrator.local.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.events.client.ApiException;
import io.ivsorchestrator.events.client.RecordingView;
import io.ivsorchestrator.events.client.RecordingsClient;
import io.ivsorchestrator.events.client.RecordingsQuery;
import io.ivsorchestrator.events.client.RequestSigner;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.local.api.Gatekeeper;
import io.ivsorchestrator.local.client.RecordingsCommand;
import io.ivsorchestrator.local.client.SdkSigner;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.emulator.scenario.ScenarioReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The deployed handler over HTTP on the laptop: who may ask, the client for services, the terminal, deletion to the end. */
class LaptopApiTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static Laptop laptop;
    private static LocalDate day;
    private static URI api;
    private static S3Client s3;

    @BeforeAll
    static void play() throws InterruptedException {
        Play play = Play.of(ScenarioReader.story());
        laptop = Laptop.start(Laptop.FEATURES, play.settings());
        api = URI.create(after("page: ", String.join(" ", laptop.announcements())));
        s3 = LocalClients.s3(URI.create(after("S3 ", laptop.endpoints())));
        play.on(laptop);
        assertThat(laptop.settle(Duration.ofMinutes(1))).isTrue();
        day = LocalDate.ofInstant(laptop.everything().getFirst().startedAt(), ZoneOffset.UTC);
    }

    @AfterAll
    static void stop() {
        HTTP.close();
        s3.close();
        laptop.close();
    }

    private static String after(String words, String text) {
        Matcher address = Pattern.compile(Pattern.quote(words) + "(http://[^ ,]+)").matcher(text);
        assertThat(address.find()).as(text).isTrue();
        return address.group(1);
    }

    private static List<String> keys(RecordingView recording) {
        return s3.listObjectsV2Paginator(request -> request.bucket(recording.bucket().orElseThrow())
                .prefix(recording.prefix().orElseThrow() + "/")).contents().stream().map(S3Object::key).toList();
    }

    private static RequestSigner signer(String key, String secret) {
        return new SdkSigner(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)),
                LocalClients.REGION);
    }

    private static RecordingsClient client(Gatekeeper.Identity identity) {
        return new RecordingsClient(api, signer(identity.accessKeyId(), identity.secretAccessKey()), HTTP);
    }

    /** As a player does, which knows nothing of AWS. */
    private static HttpResponse<String> fetch(URI uri) {
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void playback_ofARecording_leadsAPlayerToItsSegments() throws IOException, InterruptedException {
        RecordingView bob = client(Gatekeeper.READER).all(RecordingsQuery.ofUser("bob")).findFirst().orElseThrow();
        URI uri = api.resolve("/recordings/" + bob.id() + "/playback");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        signer(Gatekeeper.READER.accessKeyId(), Gatekeeper.READER.secretAccessKey())
                .headers("GET", uri, new byte[0]).forEach((name, value) -> {
                    if (!name.equalsIgnoreCase("host")) {
                        request.header(name, value);
                    }
                });
        JsonObject playback = JsonObject.parse(
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());

        URI multivariant = URI.create(playback.requireString("playlist"));
        HttpResponse<String> variants = fetch(multivariant);
        assertThat(variants.statusCode()).isEqualTo(200);
        URI media = multivariant.resolve(uris(variants.body()).findFirst().orElseThrow());
        HttpResponse<String> segments = fetch(media);
        assertThat(segments.statusCode()).isEqualTo(200);
        HttpResponse<String> link = fetch(media.resolve(uris(segments.body()).findFirst().orElseThrow()));
        assertThat(link.statusCode()).isEqualTo(302);
        assertThat(fetch(URI.create(link.headers().firstValue("location").orElseThrow())).statusCode()).isEqualTo(200);
        assertThat(fetch(URI.create(multivariant.toString().replace("/playback/", "/playback/A"))).statusCode())
                .as("another token").isEqualTo(403);
    }

    private static Stream<String> uris(String playlist) {
        return playlist.lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    private static int status(String method, String target, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(target)).method(method,
                HttpRequest.BodyPublishers.noBody());
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                request.header(name, value);
            }
        });
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/recordings?day=2026-03-07", "/recordings/channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8",
        "/recordings/x/why", "/recordings/x/playback", "/sessions/a/b", "/incidents", "/nothing"})
    void answer_withoutASignature_isForbidden(String target) {
        assertThat(status("GET", target, Map.of())).isEqualTo(403);
        assertThat(status("DELETE", target, Map.of())).isEqualTo(403);
    }

    @Test
    void answer_signedByTheSdk_onlyAsItWasSigned() {
        URI uri = api.resolve("/recordings?day=2026-03-07&limit=3");
        Map<String, String> headers = signer(LocalClients.ACCESS_KEY_ID, LocalClients.SECRET_ACCESS_KEY)
                .headers("GET", uri, new byte[0]);

        assertThat(status("GET", "/recordings?day=2026-03-07&limit=3", headers)).isEqualTo(200);
        assertThat(status("GET", "/recordings?day=2026-03-07&limit=4", headers)).as("another query").isEqualTo(403);
        assertThat(status("DELETE", "/recordings?day=2026-03-07&limit=3", headers)).as("another method")
                .isEqualTo(403);
        assertThat(status("GET", "/incidents", headers)).as("another path").isEqualTo(403);
        Map<String, String> later = new HashMap<>(headers);
        later.put("X-Amz-Date", "20200101T000000Z");
        assertThat(status("GET", "/recordings?day=2026-03-07&limit=3", later)).as("another time").isEqualTo(403);
        assertThat(status("GET", "/recordings?day=2026-03-07&limit=3", signer(LocalClients.ACCESS_KEY_ID, "guessed")
                .headers("GET", uri, new byte[0]))).as("another secret").isEqualTo(403);
    }

    @Test
    void answer_toThePageOnly_byItsCookieAndNotFromOtherSites() throws IOException, InterruptedException {
        HttpResponse<String> page = HTTP.send(HttpRequest.newBuilder(api.resolve("/")).build(),
                HttpResponse.BodyHandlers.ofString());
        String cookie = page.headers().firstValue("set-cookie").orElseThrow();

        assertThat(page.body()).contains("<meta name=\"latest-day\" content=\"" + day + "\">");
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
        String key = cookie.substring(0, cookie.indexOf(';'));
        assertThat(status("GET", "/incidents", Map.of("Cookie", key))).isEqualTo(200);
        assertThat(status("GET", "/incidents", Map.of("Cookie", key + "0"))).isEqualTo(403);
        assertThat(status("GET", "/incidents", Map.of("Cookie", key, "Origin", "https://evil.example"))).isEqualTo(403);
    }

    @Test
    void client_pagesThroughEverything() {
        RecordingsClient client = client(Gatekeeper.READER);

        RecordingsClient.Page first = client.list(RecordingsQuery.ofDay(day), Optional.empty(), 3);
        assertThat(first.recordings()).hasSize(3);
        List<RecordingView> all = client.all(RecordingsQuery.ofDay(day)).toList();
        assertThat(all).extracting(RecordingView::id).hasSize(laptop.everything().size()).doesNotHaveDuplicates()
                .startsWith(first.recordings().stream().map(RecordingView::id).toArray(String[]::new));
        assertThat(client.list(RecordingsQuery.ofDay(day), first.next(), 200).recordings())
                .extracting(RecordingView::id).containsExactlyElementsOf(all.stream().skip(3).map(RecordingView::id)
                        .toList());
    }

    @Test
    void client_everyWayToAsk_isAnswered() {
        RecordingsClient client = client(Gatekeeper.READER);
        Instant begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        RecordingView broadcast = client.all(RecordingsQuery.ofDay(day)).filter(it -> it.kind().equals("CHANNEL")
                && !it.streamIds().isEmpty()).findFirst().orElseThrow();
        RecordingView bob = client.all(RecordingsQuery.ofUser("bob")).findFirst().orElseThrow();
        String channel = broadcast.source().orElseThrow();
        String stage = bob.source().orElseThrow();

        assertThat(Stream.of(RecordingsQuery.ofChannel(channel),
                RecordingsQuery.ofStream(channel, broadcast.streamIds().getFirst()),
                RecordingsQuery.ofStage(stage).from(begin).before(begin.plus(Duration.ofDays(1))),
                RecordingsQuery.ofSession(stage, bob.sessionIds().getFirst()),
                RecordingsQuery.ofParticipant(stage, bob.participantId().orElseThrow()),
                RecordingsQuery.needingAttention(day), RecordingsQuery.ofDay(day)))
                .allSatisfy(query -> assertThat(client.all(query)).as(query.toString()).isNotEmpty());
        assertThat(client.all(RecordingsQuery.active())).isEmpty();
        assertThat(client.find("channel.no.thing")).isEmpty();
        RecordingView failed = client.all(RecordingsQuery.needingAttention(day))
                .filter(it -> it.failureCode().isPresent()).findFirst().orElseThrow();
        assertThat(client.why(failed.id())).contains("is FAILED", failed.failureCode().orElseThrow());
        JsonObject session = client.session(stage.substring(stage.lastIndexOf('/') + 1),
                bob.sessionIds().getFirst());
        assertThat(session.strings("userIds")).contains("alice", "bob");
        assertThat(session.objects("tracks")).anyMatch(
                track -> track.requireString("timedBy").equals("PROGRAM_DATE_TIME"));
    }

    @Test
    void client_refused_saysWhy() {
        assertThatThrownBy(() -> client(Gatekeeper.READER).all(RecordingsQuery.ofUser("bob").from(Instant.EPOCH)
                .before(Instant.EPOCH.minusSeconds(1))).toList())
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.code()).isEqualTo("invalid-parameter");
                    assertThat(refused.passing()).isFalse();
                });
        assertThatThrownBy(() -> client(Gatekeeper.READER).delete("channel.a.b"))
                .isInstanceOfSatisfying(ApiException.class,
                        refused -> assertThat(refused.code()).as("a reader").isEqualTo("gateway"));
        assertThatThrownBy(() -> new RecordingsClient(URI.create("http://127.0.0.1:1"), RequestSigner.bearer("x"), HTTP)
                .find("x")).isInstanceOfSatisfying(ApiException.class,
                        refused -> assertThat(refused.passing()).isTrue());
    }

    @Test
    void delete_aRecording_emptiesItsPrefixAndLeavesATombstone() throws InterruptedException {
        RecordingsClient client = client(Gatekeeper.OPERATOR);
        RecordingView alice = client.all(RecordingsQuery.ofUser("alice")).findFirst().orElseThrow();
        client.hold(alice.id(), "legal", "case 4711");
        assertThatThrownBy(() -> client.delete(alice.id())).isInstanceOfSatisfying(ApiException.class,
                refused -> assertThat(refused.code()).isEqualTo("held"));
        client.release(alice.id(), "legal");
        assertThat(keys(alice)).isNotEmpty();

        client.delete(alice.id());
        assertThat(laptop.settle(Duration.ofMinutes(1))).isTrue();

        assertThat(keys(alice)).isEmpty();
        RecordingView tombstone = client.find(alice.id()).orElseThrow();
        assertThat(tombstone.presence()).isEqualTo("GONE");
        assertThat(tombstone.json().requireObject("deletion").requireString("change")).isEqualTo("DONE");
    }

    /** With credentials as the SDK finds them in a shell. */
    private static List<String> command(Gatekeeper.Identity identity, int expected, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setProperty("aws.accessKeyId", identity.accessKeyId());
        System.setProperty("aws.secretAccessKey", identity.secretAccessKey());
        try {
            int status = RecordingsCommand.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Map.of("RECORDINGS_API", api.toString(), "AWS_REGION", LocalClients.REGION.id()),
                    InstantSource.system(), arguments);
            assertThat(status).as(() -> out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8))
                    .isEqualTo(expected);
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
        return Stream.of(out, err).flatMap(it -> it.toString(StandardCharsets.UTF_8).lines()).toList();
    }

    @Test
    void command_signedByTheSdk_isAnswered() {
        List<String> table = command(Gatekeeper.READER, 0, "--day", day.toString(), "--all");
        List<String> json = command(Gatekeeper.READER, 0, "--day", day.toString(), "--all", "--json");

        assertThat(table).hasSize(laptop.everything().size() + 1);
        assertThat(json).hasSize(laptop.everything().size()).allSatisfy(
                line -> assertThat(table)
                        .anyMatch(row -> row.endsWith(" " + JsonObject.parse(line).requireString("id"))));
        assertThat(command(Gatekeeper.READER, 0, "--why", laptop.everything().getFirst().id().text()).getFirst())
                .startsWith(laptop.everything().getFirst().id().text() + " is ");
    }

    @Test
    void command_ofNobody_isRefused() {
        assertThat(
                command(new Gatekeeper.Identity("nobody", "guessed", "arn:aws:iam::1:user/nobody", true), 1, "--active")
                        .getFirst())
                .contains("403 gateway", "execute-api:Invoke");
    }
}
