package io.ivsorchestrator.query;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.Telling;
import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.playback.Playback;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingState;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API over parts in memory; everything that is asked and answered is checked by the contract. */
final class ApiUnderTest {
    static final Caller OPERATOR = new Caller("arn:aws:iam::123456789012:role/operator",
            EnumSet.allOf(Permission.class));
    static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    static final Retention RETENTION = new Retention(Map.of(RecordingKind.CHANNEL, 365));

    final InMemoryIndexTable table = new InMemoryIndexTable();
    final CursorSeal seal = CursorSeal.sharedThrough(table);
    final RecordingIndex index;
    final IncidentStore incidents = new IncidentStore(table);
    final InMemoryRecordingFiles files = new InMemoryRecordingFiles();
    final InMemoryMediaObjects media = new InMemoryMediaObjects();
    final Playback playback = new Playback(media,
            (bucket, key, validity) -> URI.create("https://" + bucket + ".s3.example.com/" + key + "?signed"),
            Playing.seal(seal), () -> NOW);
    final RememberedMessages messages = new RememberedMessages();
    Instant now = NOW;
    final QueryApi api;

    ApiUnderTest() {
        index = new RecordingIndex(table, seal);
        api = over(index);
    }

    /** Over an index that is not of this table. */
    ApiUnderTest(RecordingIndex index) {
        this.index = index;
        api = over(index);
    }

    private QueryApi over(RecordingIndex recordings) {
        return new QueryApi(recordings, files, playback, incidents, seal, messages, RETENTION, () -> now);
    }

    ApiUnderTest given(Evidence... facts) {
        return given(List.of(facts));
    }

    ApiUnderTest given(List<? extends Evidence> facts) {
        Telling.batch(facts).forEach(telling -> telling.to(table));
        return this;
    }

    HttpAnswer get(String target) {
        return ask("GET", target, Map.of(), "", Optional.of(OPERATOR));
    }

    HttpAnswer ask(String method, String target, Map<String, String> headers, String body, Optional<Caller> caller) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        HttpRequest request = new HttpRequest(method, Arrays.stream(path.split("/", -1)).skip(1).toList(),
                mark < 0 ? "" : target.substring(mark + 1), headers, body, caller,
                "https://api.example.com");
        HttpAnswer answer = api.answer(request);
        Route route = Route.of(request);
        Contract.check(route, answer);
        if (answer.status() < 300) {
            Contract.checkQuery(route, request.query());
        }
        return answer;
    }

    static List<String> ids(HttpAnswer page) {
        return JsonObject.parse(page.body()).objects("recordings").stream().map(it -> it.requireString("id")).toList();
    }

    static Optional<String> next(HttpAnswer page) {
        return JsonObject.parse(page.body()).string("next");
    }

    static String problem(HttpAnswer answer) {
        String type = JsonObject.parse(answer.body()).requireString("type");
        return answer.status() + " " + type.substring(type.lastIndexOf(':') + 1);
    }

    static RecordingState state(HttpAnswer recording) {
        return RecordingState.valueOf(JsonObject.parse(recording.body()).requireString("state"));
    }
}
