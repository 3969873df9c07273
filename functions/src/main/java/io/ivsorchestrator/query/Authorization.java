package io.ivsorchestrator.query;

import io.ivsorchestrator.events.json.JsonObject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How callers are told apart. The gateway refuses whom it does not know before we are called; that we look again means that a
 * route without an authorizer answers nobody (API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP
 * APIs", payload format 2.0: {@code requestContext.authorizer}).
 */
public enum Authorization {
    /** Requests signed with SigV4. An IAM policy names the routes, so who gets through may do what was asked. */
    IAM {
        @Override
        Optional<Caller> caller(JsonObject authorizer) {
            return authorizer.object("iam").flatMap(iam -> iam.string("userArn"))
                    .map(arn -> new Caller(arn, EnumSet.allOf(Permission.class)));
        }
    },
    /** A JSON Web Token of the configured issuer; its scopes say what its bearer may do. */
    JWT {
        @Override
        Optional<Caller> caller(JsonObject authorizer) {
            return authorizer.object("jwt").flatMap(jwt -> jwt.object("claims")
                    .flatMap(claims -> claims.string("sub").or(() -> claims.string("client_id"))
                            .map(name -> new Caller(name, permissions(jwt.strings("scopes"), claims)))));
        }
    };

    /** Empty if nobody vouches for the caller. */
    abstract Optional<Caller> caller(JsonObject authorizer);

    /** The gateway lists the scopes that the route asks for; the claim has all of them. */
    private static Set<Permission> permissions(List<String> listed, JsonObject claims) {
        Set<String> scopes = new HashSet<>(listed);
        claims.string("scope").ifPresent(all -> scopes.addAll(List.of(all.split(" ", -1))));
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        Arrays.stream(Permission.values()).filter(it -> scopes.contains(it.scope())).forEach(permissions::add);
        return permissions;
    }
}
