package io.ivsorchestrator.indexing;

import java.util.regex.Pattern;

/**
 * Removes from an event's text what lets its reader act as somebody else: participant tokens, stream key values, session
 * tokens, passphrases. Works on the text, since what is redacted may be no JSON at all.
 */
final class Redaction {
    private static final String NAME = "[\\w-]*(?:token|secret|password|passphrase|stream_?key|authorization)[\\w-]*|value";
    /** Quoted, escaped because it stands in JSON within JSON, or several in an array; cut off or not. */
    private static final String VALUE = "\\\\+\"[^\"\\\\]*(?:\\\\+\")?|\"(?:[^\"\\\\]|\\\\.)*+\"?|\\[[^\\]{]*\\]?";
    private static final Pattern SECRET = Pattern.compile(
            "(\\\\*\"(?:" + NAME + ")\\\\*\"\\s*:\\s*)(?:" + VALUE + ")", Pattern.CASE_INSENSITIVE);

    private Redaction() {
    }

    static String redact(String text) {
        return SECRET.matcher(text).replaceAll("$1\"[redacted]\"");
    }
}
