package io.ivsorchestrator.provisioning;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern for names, tag values and ARNs: {@code *} is any text, also none; everything else is itself, by letter case.
 *
 * @param pattern as the policy writes it
 */
public record Glob(String pattern) {
    /** Whether it fits the whole text. In one pass for each part, so no pattern takes longer than pattern times text. */
    public boolean matches(String text) {
        if (pattern.indexOf('*') < 0) {
            return pattern.equals(text);
        }
        String[] parts = pattern.split(Pattern.quote("*"), -1);
        String first = parts[0];
        String last = parts[parts.length - 1];
        if (text.length() < first.length() + last.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int from = first.length();
        int end = text.length() - last.length();
        for (int part = 1; part < parts.length - 1; part++) {
            int found = text.indexOf(parts[part], from);
            if (found < 0 || found + parts[part].length() > end) {
                return false;
            }
            from = found + parts[part].length();
        }
        return true;
    }

    /** For people: any of several. */
    static String anyOf(List<Glob> globs) {
        return globs.stream().map(Glob::pattern).collect(Collectors.joining(" or "));
    }
}
