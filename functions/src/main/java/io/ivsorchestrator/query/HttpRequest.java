package io.ivsorchestrator.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as the gateway hands it over.
 *
 * @param method  in capitals
 * @param path    its elements, decoded; without the gateway's stage
 * @param query   as it was sent, not decoded
 * @param headers by name in small letters
 * @param body    empty where there is none
 * @param caller  whom the gateway knows to ask
 * @param base    of the API's addresses, without a slash at its end
 */
public record HttpRequest(String method, List<String> path, String query, Map<String, String> headers, String body,
        Optional<Caller> caller, String base) {
    public HttpRequest {
        path = List.copyOf(path);
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
