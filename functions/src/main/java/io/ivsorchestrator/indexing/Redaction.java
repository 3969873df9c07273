package io.ivsorchestrator.indexing;

import java.util.regex.Pattern;

/**
 * Removes from an event's text what lets its reader act as somebody else: participant tokens, stream key values, session
 * tokens, passphrases. Works on the text, since what is redacted may be no JSON at all.
 */
final class Redaction {
    private static final Pattern SECRET = Pattern.compile(
            "(\"(?:token|sessionToken|session_token|value|streamKey|stream_key|passphrase|password|secret|authorization"
                    + "|x-amz-security-token)\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*+\"?",
            Pattern.CASE_INSENSITIVE);

    private Redaction() {
    }

    static String redact(String text) {
        return SECRET.matcher(text).replaceAll("$1\"[redacted]\"");
    }
}
