package io.ivsorchestrator.query;

import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.InvalidCursorException;
import io.ivsorchestrator.index.JsonText;
import io.ivsorchestrator.index.Page;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.RecordingQuery;
import io.ivsorchestrator.index.StageSessionPage;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.playback.Playback;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the HTTP API answers. Nobody who is unknown gets an answer, whatever stands before us; what goes wrong is a
 * {@link Problem}.
 */
public final class QueryApi {
    private static final Set<String> NONE = Set.of();
    private static final Set<String> PLACE = AccessPath.names(AccessPath.PLACE);
    private static final Set<String> PAGING = Set.of("limit", "cursor");
    /** In UTF-16 characters; the longest that anybody needs is a note. */
    private static final int MAX_BODY = 16 * 1024;
    private static final int READERS = 8;
    /** What is recorded together is answered together: whose gaps and overlaps would be right otherwise? */
    private static final int MAX_SESSION = 500;
    /** Of all tracks together, so that the answer stays far below what Lambda takes (6 MB). */
    private static final int MAX_PIECES = 20_000;
    private static final Logger LOG = LoggerFactory.getLogger(QueryApi.class);

    private final RecordingIndex index;
    private final RecordingJson json;
    private final Playing playing;
    private final Timing timing;
    private final Holds holds;
    private final Deletions deletions;
    private final Incidents incidents;

    /**
     * Everything that is asked.
     *
     * @param seal    of the incidents' cursors
     * @param deleting where the deletion function waits for work
     */
    public QueryApi(RecordingIndex index, RecordingFiles files, Playback playback, IncidentStore incidents,
            CursorSeal seal,
            DelayedMessages deleting,
            Retention retention, InstantSource clock) {
        this.index = index;
        this.json = new RecordingJson(retention);
        this.playing = new Playing(playback);
        this.timing = new Timing(files, clock);
        this.holds = new Holds(index, clock);
        this.deletions = new Deletions(index, deleting, clock);
        this.incidents = new Incidents(incidents, seal);
    }

    /** Answers, always. */
    public HttpAnswer answer(HttpRequest request) {
        try {
            return admitted(request);
        } catch (ProblemException refused) {
            return refused.problem().answer();
        } catch (Route.MethodNotAllowedException refused) {
            return refused.answer();
        } catch (InvalidCursorException refused) {
            return Problem.of(Problem.Kind.INVALID_CURSOR,
                    "the cursor is not one of this query's; use \"next\" of the previous page with the same parameters")
                    .answer();
        } catch (IndexUnavailableException | DelayedMessages.MessageNotSentException failed) {
            LOG.warn("unavailable cause={}", failed.getMessage());
            return Problem.of(Problem.Kind.UNAVAILABLE, "try again in a second").answer();
        } catch (RuntimeException mistake) {
            LOG.error("a request failed", mistake);
            return Problem.of(Problem.Kind.INTERNAL, "the function's log says what").answer();
        }
    }

    private HttpAnswer admitted(HttpRequest request) {
        if (Route.SERVE_PLAYBACK.admits(request)) {
            return playing.serve(request, Parameters.parse(request.query()));
        }
        Caller caller = request.caller().orElseThrow(() -> new ProblemException(Problem.Kind.UNAUTHENTICATED,
                "sign the request (SigV4), or bring the token that the deployment asks for"));
        Route route = Route.of(request);
        if (!caller.permissions().contains(route.permission())) {
            throw new ProblemException(Problem.Kind.FORBIDDEN,
                    route.text() + " needs the scope " + route.permission().scope());
        }
        if (request.body().length() > MAX_BODY) {
            throw new ProblemException(Problem.Kind.TOO_LARGE, "a body has at most " + MAX_BODY + " characters");
        }
        return answer(route, request, caller, Parameters.parse(request.query()));
    }

    private HttpAnswer answer(Route route, HttpRequest request, Caller caller, Parameters parameters) {
        switch (route) {
            case LIST_RECORDINGS, LIST_INCIDENTS, GET_PLAYBACK, SERVE_PLAYBACK -> {
                // Each has its own.
            }
            case GET_SESSION -> parameters.allow(PAGING);
            case GET_RECORDING, EXPLAIN_RECORDING, DELETE_RECORDING, SET_HOLD, RELEASE_HOLD -> parameters.allow(NONE);
        }
        return switch (route) {
            case LIST_RECORDINGS -> list(parameters);
            case LIST_INCIDENTS -> incidents.list(parameters);
            case GET_RECORDING -> Etag.conditional(request, one(200, find(request)));
            case EXPLAIN_RECORDING -> why(request);
            case GET_PLAYBACK -> playing.open(find(request).summary(), request, parameters);
            case SERVE_PLAYBACK -> playing.serve(request, parameters);
            case DELETE_RECORDING -> {
                Recording asked = deletions.request(find(request), caller.name());
                yield one(asked.summary().deleted() ? 200 : 202, asked);
            }
            case SET_HOLD -> one(200, holds.set(find(request), name(request), caller, request.body()));
            case RELEASE_HOLD -> one(200, holds.release(find(request), name(request), caller));
            case GET_SESSION -> session(request, parameters);
        };
    }

    private HttpAnswer one(int status, Recording recording) {
        return HttpAnswer.json(status, json.write(recording.summary()));
    }

    /** Of a hold. */
    private static String name(HttpRequest request) {
        return AccessPath.element("name", request.path().get(3));
    }

    private HttpAnswer list(Parameters parameters) {
        if (parameters.names().equals(PLACE)) {
            parameters.allow(PLACE);
            S3Location place = new S3Location(parameters.require("bucket"),
                    AccessPath.prefix(parameters.require("prefix")));
            return page(index.findAt(place).stream().toList(), Optional.empty());
        }
        RecordingQuery query = AccessPath.of(parameters);
        Page page = index.query(query, parameters.cursor(), parameters.limit());
        return page(page.recordings(), page.next());
    }

    private HttpAnswer page(List<RecordingSummary> recordings, Optional<String> next) {
        return HttpAnswer.json(200, JsonText.object(it -> it
                .list("recordings", recordings.stream().map(json::write).toList()).text("next", next)));
    }

    private Recording find(HttpRequest request) {
        return index.findWithFacts(AccessPath.id(request.path().get(1)))
                .orElseThrow(() -> new ProblemException(Problem.Kind.NOT_FOUND,
                        "there is no recording with this id in the index"));
    }

    private HttpAnswer session(HttpRequest request, Parameters parameters) {
        String stageId = AccessPath.element("stageId", request.path().get(1));
        String sessionId = AccessPath.element("sessionId", request.path().get(2));
        StageSessionPage page = index.stageSession(stageId, sessionId, parameters.cursor(),
                parameters.limit(MAX_SESSION, MAX_SESSION));
        if (page.participants().recordings().isEmpty()) {
            throw new ProblemException(Problem.Kind.NOT_FOUND, "no participant of this session was recorded");
        }
        boolean complete = parameters.cursor().isEmpty() && page.participants().next().isEmpty();
        return HttpAnswer.json(200, new SessionView(stageId, sessionId, complete, tracks(page),
                page.participants().next()).json(json));
    }

    /** A playlist is read for each, some at a time: so many fit into a function's memory. */
    private List<Track> tracks(StageSessionPage page) {
        List<Future<Track>> tracks = new ArrayList<>();
        List<RecordingSummary> participants = page.participants().recordings();
        int pieces = MAX_PIECES / (participants.size() + page.composites().size());
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory())) {
            participants.forEach(it -> tracks.add(readers.submit(() -> timing.track(it, false, pieces))));
            page.composites().forEach(it -> tracks.add(readers.submit(() -> timing.track(it, true, pieces))));
        }
        // Closing waits for all of them.
        return tracks.stream().map(Future::resultNow).toList();
    }

    /** JSON unless the asker would rather read. */
    private HttpAnswer why(HttpRequest request) {
        Why why = new Why(find(request).explanation());
        boolean reads = request.header("accept").filter(accept -> accept.startsWith("text/plain")).isPresent();
        HttpAnswer answer = reads ? HttpAnswer.text(why.text()) : HttpAnswer.json(200, why.json());
        return answer.with("vary", "accept");
    }
}
