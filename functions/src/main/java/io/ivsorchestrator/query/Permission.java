package io.ivsorchestrator.query;

/**
 * What a caller may do. With IAM the gateway has decided by {@code execute-api:Invoke} on the route; with tokens each is a
 * scope.
 */
public enum Permission {
    /** Every question. */
    READ("recordings/read"),
    /** To set and release holds. */
    HOLD("recordings/hold"),
    /** To have a recording's media deleted. */
    DELETE("recordings/delete");

    private final String scope;

    Permission(String scope) {
        this.scope = scope;
    }

    /** Of an OAuth 2.0 access token. */
    public String scope() {
        return scope;
    }
}
