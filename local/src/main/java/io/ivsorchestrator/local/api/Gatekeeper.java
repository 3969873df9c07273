package io.ivsorchestrator.local.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.ivsorchestrator.local.embedded.LocalClients;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask the laptop, decided as IAM decides for the deployed API: a request is signed with SigV4 by a key that is known, and
 * the key's owner may use the route. Beside that there is the person who opened the page: their browser has a key of its own,
 * which no other site can use.
 */
public final class Gatekeeper {
    /** May ask everything. */
    public static final Identity OPERATOR = new Identity(LocalClients.ACCESS_KEY_ID, LocalClients.SECRET_ACCESS_KEY,
            "arn:aws:iam::" + LocalClients.ACCOUNT + ":user/operator", false);
    /** May read and nothing else. */
    public static final Identity READER = new Identity("localreader", "localreadersecret",
            "arn:aws:iam::" + LocalClients.ACCOUNT + ":user/reader", true);
    private static final String ARN_OF_THE_PAGE = "arn:aws:iam::" + LocalClients.ACCOUNT + ":user/page";
    private static final String COOKIE = "laptop";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final List<Identity> identities;
    private final InstantSource clock;
    private final String pageKey = randomKey();

    public Gatekeeper(InstantSource clock) {
        this.identities = List.of(OPERATOR, READER);
        this.clock = clock;
    }

    /**
     * Somebody with an access key.
     *
     * @param readOnly may use routes with {@code GET} only
     */
    public record Identity(String accessKeyId, String secretAccessKey, String arn, boolean readOnly) {
        private boolean mayUse(String method) {
            return !readOnly || method.equals("GET");
        }

        @Override
        public String toString() {
            return arn;
        }
    }

    private static String randomKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What the payload says of the caller ({@code requestContext.authorizer}); empty if the request is refused. */
    Optional<ObjectNode> admit(HttpExchange exchange, byte[] body) {
        String path = exchange.getRequestURI().getRawPath();
        if (path.startsWith("/playback/")) {
            // As deployed: the only route without an authorizer, since a player cannot sign; its path holds a token.
            return Optional.of(JsonNodeFactory.instance.objectNode());
        }
        if (isPage(exchange)) {
            return Optional.of(iam(ARN_OF_THE_PAGE));
        }
        return SignedRequest.of(exchange, body).flatMap(signed -> identities.stream()
                .filter(identity -> identity.accessKeyId().equals(signed.accessKeyId()))
                .filter(identity -> signed.isSignedWith(identity.secretAccessKey(), clock.instant()))
                .filter(identity -> identity.mayUse(exchange.getRequestMethod()))
                .findFirst()).map(identity -> iam(identity.arn()));
    }

    private static ObjectNode iam(String arn) {
        ObjectNode authorizer = JsonNodeFactory.instance.objectNode();
        authorizer.putObject("iam").put("accountId", LocalClients.ACCOUNT).put("userArn", arn);
        return authorizer;
    }

    private boolean isPage(HttpExchange exchange) {
        String cookies = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Cookie")).orElse("");
        return isOwnSite(exchange) && Arrays.stream(cookies.split(";", -1)).map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .anyMatch(cookie -> MessageDigest.isEqual(cookie.substring(COOKIE.length() + 1)
                        .getBytes(StandardCharsets.UTF_8), pageKey.getBytes(StandardCharsets.UTF_8)));
    }

    /** By a name of this machine, so that no foreign name can lead here, and not sent by a page of another site. */
    static boolean isOwnSite(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String host = Optional.ofNullable(headers.getFirst("Host")).orElse("");
        @Nullable
        String origin = headers.getFirst("Origin");
        return LOOPBACK.contains(host.replaceFirst(":\\d+$", ""))
                && (origin == null || origin.equals("http://" + host));
    }

    /** Gives the browser its key: with the page, and to nobody whom another site sends. */
    void welcome(HttpExchange exchange) {
        exchange.getResponseHeaders().set("Set-Cookie", COOKIE + "=" + pageKey + "; Path=/; HttpOnly; SameSite=Strict");
    }
}
