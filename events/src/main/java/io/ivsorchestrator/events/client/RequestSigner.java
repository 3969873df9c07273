package io.ivsorchestrator.events.client;

import java.net.URI;
import java.util.Map;

/**
 * What makes a request one that the API answers: for IAM the headers of Signature Version 4 for the service
 * {@code execute-api} (the AWS SDK's {@code AwsV4HttpSigner} makes them; docs/api.md shows how), for tokens one header.
 */
@FunctionalInterface
public interface RequestSigner {
    /**
     * The headers to send with a request.
     *
     * @param body not changed; empty where there is none
     */
    Map<String, String> headers(String method, URI uri, byte[] body);

    /** For a deployment that asks for tokens: {@code Authorization: Bearer ...}. */
    static RequestSigner bearer(String token) {
        return (_, _, _) -> Map.of("Authorization", "Bearer " + token);
    }
}
