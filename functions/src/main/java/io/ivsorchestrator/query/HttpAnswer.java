package io.ivsorchestrator.query;

import java.util.Map;
import java.util.TreeMap;

/**
 * An answer.
 *
 * @param headers by name
 * @param body    empty where there is none
 * @param packed  whether the body is Base64 of bytes that are no text
 */
public record HttpAnswer(int status, Map<String, String> headers, String body, boolean packed) {
    static final String CONTENT_TYPE = "content-type";
    /** What is asked may be deleted or change at any time, and concerns nobody else. */
    private static final Map<String, String> ALWAYS = Map.of("cache-control", "private, no-cache",
            "x-content-type-options", "nosniff");

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    static HttpAnswer json(int status, String body) {
        return of(status, "application/json", body);
    }

    static HttpAnswer text(String body) {
        return of(200, "text/plain; charset=utf-8", body);
    }

    static HttpAnswer of(int status, String type, String body) {
        return new HttpAnswer(status, ALWAYS, body, false).with(CONTENT_TYPE, type);
    }

    HttpAnswer with(String header, String value) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(header, value);
        return new HttpAnswer(status, all, body, packed);
    }
}
