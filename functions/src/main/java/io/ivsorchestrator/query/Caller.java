package io.ivsorchestrator.query;

import java.util.Set;

/**
 * Who asks, as the gateway has found out.
 *
 * @param name        an ARN, or a token's subject; kept with what the caller does
 * @param permissions what the caller may do
 */
public record Caller(String name, Set<Permission> permissions) {
    public Caller {
        permissions = Set.copyOf(permissions);
    }
}
