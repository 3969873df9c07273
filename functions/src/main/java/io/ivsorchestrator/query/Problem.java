package io.ivsorchestrator.query;

import io.ivsorchestrator.index.JsonText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An error as RFC 9457 describes it ("Problem Details for HTTP APIs").
 *
 * @param detail what was wrong with this request and what to do
 * @param lists  further members, by name
 */
record Problem(Kind kind, String detail, Map<String, List<String>> lists) {
    private static final String TYPE = "urn:ivs-recordings:problem:";
    /** A detail may repeat what was asked. */
    private static final int MAX_DETAIL = 500;

    Problem {
        detail = detail.substring(0, Math.min(detail.length(), MAX_DETAIL));
        lists = Map.copyOf(lists);
    }

    /** Errors that a program may tell apart; {@code docs/runbook/api-problems.md} has a section on each. */
    enum Kind {
        /** One of the parameters is malformed, unknown here, missing or given twice. */
        INVALID_PARAMETER(400, "A parameter cannot be used"),
        /** The index has no access path for these parameters together; {@code combinations} names those that exist. */
        NO_SUCH_ACCESS_PATH(400, "Recordings cannot be found by this combination of parameters"),
        /** A cursor of another query, or none of ours. */
        INVALID_CURSOR(400, "The cursor does not belong to this query"),
        /** The body is not the JSON that is expected. */
        INVALID_BODY(400, "The body cannot be used"),
        /** Not even a request. */
        INVALID_REQUEST(400, "The request cannot be read"),
        /** The gateway did not say who asks. */
        UNAUTHENTICATED(401, "Nobody vouches for the caller"),
        /** The token lacks the scope. */
        FORBIDDEN(403, "The caller may not do this"),
        /** No such recording, hold or route. */
        NOT_FOUND(404, "There is nothing here"),
        /** The route exists, with other methods. */
        METHOD_NOT_ALLOWED(405, "This cannot be done here"),
        /** Only what is over can be deleted. */
        NOT_OVER(409, "The recording is not over"),
        /** A hold must be released first. */
        HELD(409, "A hold keeps the recording"),
        /** So that an item cannot grow without bound. */
        TOO_MANY_HOLDS(409, "The recording has too many holds"),
        /** No metadata tells where the media is. */
        NOT_PLAYABLE(409, "There is nothing to play yet"),
        /** Deleted or expired. */
        GONE(410, "The media is gone"),
        /** Larger than a function may answer, unless packed. */
        PLAYLIST_TOO_LARGE(406, "The playlist is too large"),
        /** Nothing here takes a long body. */
        TOO_LARGE(413, "The request is too large"),
        /** A mistake of ours; the log has it. */
        INTERNAL(500, "Something went wrong here"),
        /** The bucket may not be read, or what is in it is no playlist. */
        UNREADABLE(502, "The media cannot be read"),
        /** DynamoDB, S3 or SQS did not answer; the same request may be made again. */
        UNAVAILABLE(503, "The index cannot answer just now");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        /** The last part of its type. */
        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, Map.of());
    }

    HttpAnswer answer() {
        String body = JsonText.object(json -> {
            json.text("type", TYPE + kind.code()).text("title", kind.title);
            json.number("status", kind.status);
            json.text("detail", detail);
            new TreeMap<>(lists).forEach(json::texts);
        });
        HttpAnswer answer = HttpAnswer.of(kind.status, "application/problem+json", body);
        return kind == Kind.UNAVAILABLE ? answer.with("retry-after", "1") : answer;
    }
}
