package io.ivsorchestrator.query;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Conditional requests (RFC 9110, 8.8.3 and 13.1.2): the same body has the same tag. */
final class Etag {
    private static final int BYTES = 16;

    private Etag() {
    }

    /** The answer with its tag, or only the tag if the asker has it already. */
    static HttpAnswer conditional(HttpRequest request, HttpAnswer answer) {
        String tag = of(answer.body());
        HttpAnswer tagged = answer.with("etag", tag);
        return request.header("if-none-match").filter(known -> matches(known, tag)).isPresent()
                ? new HttpAnswer(304, tagged.headers(), "", false)
                : tagged;
    }

    /** Weakly, as {@code If-None-Match} compares. */
    private static boolean matches(String known, String tag) {
        return known.strip().equals("*") || Arrays.stream(known.split(",", -1)).map(String::strip)
                .map(each -> each.startsWith("W/") ? each.substring(2) : each).anyMatch(tag::equals);
    }

    private static String of(String body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES)) + '"';
        } catch (NoSuchAlgorithmException unsupported) {
            throw new IllegalStateException("every Java runtime has SHA-256", unsupported);
        }
    }
}
