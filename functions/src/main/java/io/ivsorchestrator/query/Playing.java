package io.ivsorchestrator.query;

import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InvalidCursorException;
import io.ivsorchestrator.playback.Playback;
import io.ivsorchestrator.playback.PlaybackAnswer;
import io.ivsorchestrator.playback.TokenSeal;
import io.ivsorchestrator.recording.RecordingSummary;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Playback over HTTP: an address for whoever may see a recording, and what a player asks by it. */
final class Playing {
    private static final Set<String> LIFETIME = Set.of("lifetime");
    private static final Set<String> AFTER = Set.of("after");
    private static final int MAX_DIGITS = 9;

    private final Playback playback;

    Playing(Playback playback) {
        this.playback = playback;
    }

    HttpAnswer open(RecordingSummary recording, HttpRequest request, Parameters parameters) {
        parameters.allow(LIFETIME);
        Optional<Duration> lifetime = parameters.text("lifetime").map(Playing::seconds);
        return answer(playback.open(recording, URI.create(request.base()), lifetime));
    }

    private static Duration seconds(String text) {
        if (text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Parameters.invalid("\"lifetime\" must be a whole number of seconds");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    HttpAnswer serve(HttpRequest request, Parameters parameters) {
        parameters.allow(AFTER);
        List<String> path = request.path();
        boolean gzip = request.header("accept-encoding").filter(accepted -> accepted.contains("gzip")).isPresent();
        return answer(playback.serve(path.get(1), path.subList(2, path.size()), parameters.text("after"), gzip));
    }

    private static HttpAnswer answer(PlaybackAnswer answer) {
        return switch (answer) {
            case PlaybackAnswer.Content content when content.packed() -> new HttpAnswer(200, content.headers(),
                    Base64.getEncoder().encodeToString(content.body()), true);
            case PlaybackAnswer.Content content -> new HttpAnswer(200, content.headers(),
                    new String(content.body(), StandardCharsets.UTF_8), false);
            case PlaybackAnswer.Redirect redirect -> new HttpAnswer(302, redirect.headers(), "", false)
                    .with("location", redirect.location().toString());
            case PlaybackAnswer.Refused refused -> new Problem(switch (refused.reason()) {
                case INVALID -> Problem.Kind.INVALID_PARAMETER;
                case FORBIDDEN -> Problem.Kind.FORBIDDEN;
                case NOT_FOUND -> Problem.Kind.NOT_FOUND;
                case TOO_LARGE -> Problem.Kind.PLAYLIST_TOO_LARGE;
                case NOT_PLAYABLE -> Problem.Kind.NOT_PLAYABLE;
                case GONE -> Problem.Kind.GONE;
                case UNREADABLE -> Problem.Kind.UNREADABLE;
                case UNAVAILABLE -> Problem.Kind.UNAVAILABLE;
            }, refused.detail(), Map.of()).answer();
        };
    }

    /** By the key of the cursors, which all instances share; no cursor is a token, and no token a cursor. */
    static TokenSeal seal(CursorSeal seal) {
        return new TokenSeal() {
            private static final String PLAYBACK = "playback";

            @Override
            public String seal(String text) {
                return seal.seal(PLAYBACK, text);
            }

            @Override
            public Optional<String> open(String token) {
                try {
                    return Optional.of(seal.open(PLAYBACK, token));
                } catch (InvalidCursorException foreign) {
                    return Optional.empty();
                }
            }
        };
    }
}
