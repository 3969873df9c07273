package io.ivsorchestrator.infra;

import java.util.List;

/** Who may call the query API. Nobody unknown may. */
sealed interface ApiAuth {
    /** Whoever has the IAM permission {@code execute-api:Invoke} on the route; requests are signed (SigV4). */
    record Iam() implements ApiAuth {}

    /**
     * Whoever brings a token that the issuer signed for one of the audiences.
     *
     * @param issuer   HTTPS address, below which {@code /.well-known/openid-configuration} is found
     * @param audience values of {@code aud} or {@code client_id}; at least one
     */
    record Jwt(String issuer, List<String> audience) implements ApiAuth {
        public Jwt {
            audience = List.copyOf(audience);
        }
    }
}
