package io.ivsorchestrator.indexing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes from an event's text what lets its reader act as somebody else: participant tokens, stream key values, session
 * tokens, passphrases. Works on the text, since what is redacted may be no JSON at all; takes time in proportion to it and
 * no stack, whatever it is.
 */
final class Redaction {
    private static final String INSTEAD = "\"[redacted]\"";
    /** A member's name with its colon; its quotes may be escaped, because it stands in JSON within JSON. */
    private static final Pattern MEMBER = Pattern.compile("(?<!\\\\)\\\\*+\"([\\w-]++)\\\\*+\"\\s*+:\\s*+");
    private static final Pattern SECRET = Pattern
            .compile("token|secret|password|passphrase|stream_?key|authorization", Pattern.CASE_INSENSITIVE);

    private Redaction() {
    }

    static String redact(String text) {
        StringBuilder redacted = new StringBuilder();
        Matcher member = MEMBER.matcher(text);
        int kept = 0;
        int from = 0;
        while (from <= text.length() && member.find(from)) {
            int value = member.end();
            int end = isSecret(member.group(1)) ? endOfValue(text, value) : value;
            if (end > value) {
                redacted.append(text, kept, value).append(INSTEAD);
                kept = end;
            }
            from = end;
        }
        return redacted.append(text, kept, text.length()).toString();
    }

    private static boolean isSecret(String name) {
        return name.equalsIgnoreCase("value") || SECRET.matcher(name).find();
    }

    /** Behind a text, quoted or escaped, or several in an array; cut off or not. The beginning if it is something else. */
    private static int endOfValue(String text, int begin) {
        if (begin == text.length()) {
            return begin;
        }
        return switch (text.charAt(begin)) {
            case '"' -> endOfText(text, begin + 1);
            case '\\' -> endOfEscapedText(text, begin);
            case '[' -> endOfArray(text, begin + 1);
            default -> begin;
        };
    }

    private static int endOfText(String text, int begin) {
        for (int i = begin; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '"' -> {
                    return i + 1;
                }
                case '\\' -> i++;
                default -> {
                    // part of the text
                }
            }
        }
        return text.length();
    }

    private static int endOfEscapedText(String text, int begin) {
        int quote = behindBackslashes(text, begin);
        if (quote == text.length() || text.charAt(quote) != '"') {
            return begin;
        }
        int end = quote + 1;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\\') {
            end++;
        }
        int closing = behindBackslashes(text, end);
        boolean closed = closing > end && closing < text.length() && text.charAt(closing) == '"';
        return closed ? closing + 1 : end;
    }

    private static int behindBackslashes(String text, int begin) {
        int end = begin;
        while (end < text.length() && text.charAt(end) == '\\') {
            end++;
        }
        return end;
    }

    private static int endOfArray(String text, int begin) {
        for (int i = begin; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case ']' -> {
                    return i + 1;
                }
                case '{' -> {
                    return i;
                }
                default -> {
                    // part of the array
                }
            }
        }
        return text.length();
    }
}
