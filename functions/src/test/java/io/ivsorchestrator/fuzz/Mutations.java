package io.ivsorchestrator.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes what a parser knows into what it does not: a few changes at a time, so that most of it is still understood. */
public final class Mutations {
    private static final List<String> HOSTILE = List.of("null", "true", "0", "-1", "1.5", "1e999999999",
            "9".repeat(400),
            "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"💥\"", "[]", "{}", "[null]", "[[]]", "{\"\":null}",
            "\"" + "x".repeat(5000) + "\"", "[".repeat(10_000) + "]".repeat(10_000), "{\"a\":".repeat(10_000) + "1",
            "\"2026-13-07T09:04:36Z\"", "\"+999999999-12-31T23:59:59Z\"", "\"-999999999-01-01T00:00:00Z\"", "\"arn:\"",
            "\"arn:aws:ivs:::channel/x\"", "\"..\"", "\"a/../b\"", "\"%2e%2e%2f\"", "\"*\"",
            "\"********************a\"");
    /** A member's value, if it is none with members of its own. */
    private static final Pattern VALUE = Pattern.compile("(?<=:)\\s*(?:\"(?:[^\"\\\\]|\\\\.)*+\"|[\\w.+-]+)");

    private Mutations() {
    }

    /** A JSON text with one to four values changed, or characters damaged. */
    public static String ofJson(String json, Random random) {
        String mutated = json;
        for (int i = 0; i <= random.nextInt(4); i++) {
            mutated = random.nextInt(3) == 0 ? ofText(mutated, random) : swapped(mutated, random);
        }
        return mutated;
    }

    private static String swapped(String json, Random random) {
        List<MatchResult> values = VALUE.matcher(json).results().toList();
        if (values.isEmpty()) {
            return ofText(json, random);
        }
        MatchResult value = values.get(random.nextInt(values.size()));
        return json.substring(0, value.start()) + HOSTILE.get(random.nextInt(HOSTILE.size()))
                + json.substring(value.end());
    }

    /** A text with a piece deleted, repeated, replaced or cut off. */
    public static String ofText(String text, Random random) {
        int start = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), start + random.nextInt(40));
        String piece = text.substring(start, end);
        String tail = text.substring(end);
        return text.substring(0, start) + switch (random.nextInt(5)) {
            case 0 -> tail;
            case 1 -> piece + piece + tail;
            case 2 -> "\\{}[]\",:.+-*/%~ \u0000\uFEFF\uD83C9aZ".charAt(random.nextInt(22)) + tail;
            case 3 -> new StringBuilder(piece).reverse() + tail;
            default -> "";
        };
    }

    /** Bytes with one to six of them changed, some taken out or the end cut off. */
    public static byte[] ofBytes(byte[] bytes, Random random) {
        byte[] mutated = bytes.clone();
        for (int i = 0; i <= random.nextInt(6) && mutated.length > 0; i++) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(6)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> Arrays.fill(mutated, at, Math.min(mutated.length, at + 4), (byte) 0xFF);
                case 3 -> Arrays.fill(mutated, at, Math.min(mutated.length, at + 4), (byte) 0);
                case 4 -> mutated = without(mutated, at, Math.min(mutated.length, at + 1 + random.nextInt(8)));
                default -> mutated = random.nextInt(4) == 0 ? Arrays.copyOf(mutated, at) : mutated;
            }
        }
        return mutated;
    }

    private static byte[] without(byte[] bytes, int from, int to) {
        byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, rest, from, bytes.length - to);
        return rest;
    }
}
