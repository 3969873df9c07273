package io.ivsorchestrator.local.api;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request with a signature in its header {@code Authorization} (IAM User Guide, "Create a signed AWS API request", Signature
 * Version 4), checked from the other side than the SDK's signer stands.
 */
final class SignedRequest {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern AUTHORIZATION = Pattern.compile(ALGORITHM
            + " Credential=([^/,]+)/((\\d{8})/([^/,]+)/execute-api/aws4_request), ?SignedHeaders=([^,]+), ?"
            + "Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** As AWS tolerates. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final HttpExchange exchange;
    private final byte[] body;
    private final Matcher authorization;
    private final String time;

    private SignedRequest(HttpExchange exchange, byte[] body, Matcher authorization, String time) {
        this.exchange = exchange;
        this.body = body;
        this.authorization = authorization;
        this.time = time;
    }

    /** Empty if it has no such signature. */
    static Optional<SignedRequest> of(HttpExchange exchange, byte[] body) {
        Matcher matcher = AUTHORIZATION.matcher(header(exchange, "Authorization"));
        return matcher.matches()
                ? Optional.of(new SignedRequest(exchange, body, matcher, header(exchange, "X-Amz-Date")))
                : Optional.empty();
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    String accessKeyId() {
        return authorization.group(1);
    }

    boolean isSignedWith(String secret, Instant now) {
        boolean hostSigned = Arrays.asList(authorization.group(5).split(";", -1)).contains("host");
        if (!hostSigned || !isNow(now) || !time.startsWith(authorization.group(3))) {
            return false;
        }
        String toSign = String.join("\n", ALGORITHM, time, authorization.group(2),
                hex(sha256(canonical().getBytes(StandardCharsets.UTF_8))));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : authorization.group(2).split("/", -1)) {
            key = hmac(key, part);
        }
        return MessageDigest.isEqual(hex(hmac(key, toSign)).getBytes(StandardCharsets.UTF_8),
                authorization.group(6).getBytes(StandardCharsets.UTF_8));
    }

    private boolean isNow(Instant now) {
        try {
            return Duration.between(Instant.from(TIME.parse(time)), now).abs().compareTo(SKEW) <= 0;
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private String canonical() {
        URI uri = exchange.getRequestURI();
        String headers = Arrays.stream(authorization.group(5).split(";", -1))
                .map(name -> name + ":" + header(exchange, name).strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        String given = header(exchange, "x-amz-content-sha256");
        String actual = hex(sha256(body));
        // A hash that is not the body's makes no signature valid.
        String payload = given.isEmpty() || given.equals(actual) ? actual : "wrong";
        return String.join("\n", exchange.getRequestMethod(), encodedTwice(uri.getRawPath()),
                query(Optional.ofNullable(uri.getRawQuery()).orElse("")), headers, authorization.group(5), payload);
    }

    /** The path as it was sent, encoded once more: so all services but S3 want it. */
    private static String encodedTwice(String path) {
        return Arrays.stream(path.split("/", -1)).map(SignedRequest::encoded).collect(Collectors.joining("/"));
    }

    private static String query(String raw) {
        return Arrays.stream(raw.split("&", -1)).filter(pair -> !pair.isEmpty()).map(pair -> {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            return encoded(decoded(name)) + "=" + (equals < 0 ? "" : encoded(decoded(pair.substring(equals + 1))));
        }).sorted().collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("every Java runtime has SHA-256", unsupported);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", unsupported);
        }
    }
}
