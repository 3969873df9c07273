package io.ivsorchestrator.query;

import io.ivsorchestrator.index.JsonText;
import java.util.List;
import java.util.Random;

/** Requests that are right or almost, and some that are not at all. */
final class Fuzz {
    private static final List<String> METHODS = List.of("GET", "GET", "GET", "DELETE", "PUT", "POST", "get", "", "💥");
    private static final List<String> COMBINATIONS = List.of("channel=Kp3dQ9xTzL7m",
            "channel=Kp3dQ9xTzL7m&from=2026-03-07",
            "stage=Wq8rT2yUi5Oa", "stage=Wq8rT2yUi5Oa&session=st-aB1cD2eF3gH4i", "user=alice", "status=active",
            "status=attention&day=2026-03-07", "day=2026-03-07", "recording=channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8",
            "bucket=b&prefix=ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8", "limit=7", "lifetime=3600");
    private static final List<String> NAMES = List.of("channel", "stage", "session", "stream", "participant", "user",
            "status", "day", "from", "to", "bucket", "prefix", "limit", "cursor", "recording", "lifetime", "after", "x",
            "", "%00",
            "limit%20");
    private static final List<String> VALUES = List.of("Kp3dQ9xTzL7m", "Wq8rT2yUi5Oa", "st-aB1cD2eF3gH4i", "active",
            "attention", "2026-03-07", "2026-03-07T09:04:36Z", "2026-13-45", "+999999999-12-31", "-1", "0", "1", "200",
            "201",
            "NaN", "", "%", "%ff%fe", "%F0%9F%92%A5", "arn:aws:ivs:::channel/x", "arn:", "..%2f..%2fetc",
            "'%20OR%201=1--",
            "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8", "AAAAAAAAAAAAAAAAAAAAAAAA", "~", "%2B",
            "null");
    private static final List<String> BODIES = List.of("", "{}", "[]", "{\"note\":\"x\"}", "{\"note\":null}",
            "{\"note\":[]}",
            "{\"note\":{\"a\":1}}", "{", "\"", "\u0000", "null", "1e999", "{\"note\":\"\\ud800\"}",
            "{\"a\":1,\"note\":2}");

    private Fuzz() {
    }

    static String payload(Random random, String id, String authorizer) {
        if (random.nextInt(50) == 0) {
            return noise(random, random.nextInt(200));
        }
        Target target = target(random, id);
        String method = random.nextInt(10) < 7 ? target.method() : METHODS.get(random.nextInt(METHODS.size()));
        String body = random.nextInt(10) == 0
                ? noise(random, random.nextInt(20_000))
                : BODIES.get(random.nextInt(BODIES.size()));
        String json = JsonText.object(payload -> payload.text("version", "2.0").text("rawPath", target.path())
                .text("rawQueryString", query(random)).object("headers", headers -> headers
                        .text("if-none-match", VALUES.get(random.nextInt(VALUES.size()))).text("accept", "text/plain"))
                .object("requestContext",
                        context -> context.text("stage", random.nextInt(8) > 0 ? "$default" : "recordings")
                                .object("http", http -> http.text("method", method)).raw("authorizer",
                                        random.nextInt(20) == 0 ? "{}" : authorizer))
                .text("body", body).flag("isBase64Encoded", random.nextInt(8) == 0));
        return random.nextInt(20) == 0 ? mutilated(random, json) : json;
    }

    /** With the method that fits. */
    private record Target(String method, String path) {}

    private static Target target(Random random, String id) {
        String some = switch (random.nextInt(8)) {
            case 0, 1, 5, 6 -> id;
            case 2 -> VALUES.get(random.nextInt(VALUES.size()));
            case 3 -> noise(random, random.nextInt(40));
            case 4 -> "channel." + VALUES.get(random.nextInt(VALUES.size())) + ".x";
            default -> "x".repeat(random.nextInt(5000));
        };
        String value = VALUES.get(random.nextInt(VALUES.size()));
        return switch (random.nextInt(13)) {
            case 0, 1, 2 -> new Target("GET", "/recordings");
            case 3 -> new Target("GET", "/recordings/" + some);
            case 4 -> new Target("GET", "/recordings/" + some + "/why");
            case 5 -> new Target("PUT", "/recordings/" + some + "/holds/" + value);
            case 6 -> new Target("GET", "/sessions/" + some + "/" + value);
            case 7 -> new Target("GET", "/incidents");
            case 8 -> new Target("GET", "/recordings/" + some + "/playback");
            case 9 -> new Target("GET", "/playback/" + some + "/" + value);
            case 10 -> new Target("DELETE", "/recordings/" + some);
            case 11 -> new Target("DELETE", "/recordings/" + some + "/holds/" + value);
            default -> new Target("GET", noise(random, random.nextInt(30)));
        };
    }

    private static String query(Random random) {
        StringBuilder query = new StringBuilder();
        if (random.nextInt(3) == 0) {
            query.append(COMBINATIONS.get(random.nextInt(COMBINATIONS.size()))).append('&');
        }
        for (int i = random.nextBoolean() ? 0 : random.nextInt(4); i > 0; i--) {
            query.append(NAMES.get(random.nextInt(NAMES.size()))).append(random.nextInt(20) == 0 ? "" : "=")
                    .append(random.nextInt(10) == 0
                            ? noise(random, random.nextInt(3000))
                            : VALUES.get(random.nextInt(VALUES.size())))
                    .append('&');
        }
        return query.toString();
    }

    private static String mutilated(Random random, String json) {
        StringBuilder text = new StringBuilder(json);
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
        }
        return text.substring(random.nextInt(3) == 0 ? random.nextInt(text.length()) : 0);
    }

    private static String noise(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(4) == 0 ? 1 + random.nextInt(0xD7FE) : 32 + random.nextInt(95));
        }
        return text.toString();
    }
}
