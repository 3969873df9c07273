package io.ivsorchestrator.playback;

import io.ivsorchestrator.media.hls.Playlist;
import io.ivsorchestrator.playback.PlaybackAnswer.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Bodies that fit into what a function may answer (Lambda Developer Guide, "Lambda quotas": 6 MB). */
final class Body {
    /** Some room for the headers. */
    static final int MAX_ANSWER = 6 * 1024 * 1024 - 64 * 1024;
    /** Below it, packing costs more than it saves. */
    private static final int WORTH_PACKING = 1024;

    private Body() {
    }

    static PlaybackAnswer json(String document, String caching) {
        return new PlaybackAnswer.Content(Map.of("content-type", "application/json", "cache-control", caching),
                document.getBytes(StandardCharsets.UTF_8));
    }

    /** @param over a playlist that grows no more may be kept for as long as a player may want it again */
    static PlaybackAnswer playlist(String text, boolean over, boolean gzip) {
        Map<String, String> headers = new TreeMap<>(Map.of("content-type", Playlist.CONTENT_TYPE, "cache-control",
                over ? "private, max-age=60" : "private, no-store", "vary", "accept-encoding"));
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (gzip && body.length > WORTH_PACKING) {
            body = packed(body);
            headers.put("content-encoding", "gzip");
            if (inBase64(body.length) > MAX_ANSWER) {
                return new PlaybackAnswer.Refused(Reason.TOO_LARGE, "even packed the playlist has more than a function"
                        + " may answer; play a rendition with longer segments");
            }
        } else if (inJson(text) > MAX_ANSWER) {
            return new PlaybackAnswer.Refused(Reason.TOO_LARGE, "the playlist is larger than a function may answer"
                    + " unless it is packed: send \"Accept-Encoding: gzip\", as browsers do");
        }
        return new PlaybackAnswer.Content(headers, body);
    }

    private static byte[] packed(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory failed", impossible);
        }
        return packed.toByteArray();
    }

    private static long inBase64(int bytes) {
        return 4L * ((bytes + 2) / 3);
    }

    /** The gateway's payload is JSON: a line's end and a quotation mark take two bytes, a control character six. */
    private static long inJson(String text) {
        return text.chars().mapToLong(c -> c == '\n' || c == '"' || c == '\\' ? 2 : c < ' ' ? 6 : c < 0x80 ? 1 : 3)
                .sum();
    }
}
