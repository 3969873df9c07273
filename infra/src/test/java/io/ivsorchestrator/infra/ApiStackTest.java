package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.query.Route;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Template;

/** Nobody gets in whom nobody knows. */
class ApiStackTest {
    private static final Template BY_IAM = Synthesized.withExistingBucket().api();
    private static final String PLAYBACK = "GET /playback/{token}/{path+}";
    private static final List<String> READERS = List.of("111122223333", "444455556666");

    @Test
    void everyRoute_ofTheCode_isDeployed_andAsksForASignature() {
        List<JsonNode> routes = Synthesized.properties(BY_IAM, "AWS::ApiGatewayV2::Route");

        assertThat(routes).extracting(route -> route.path("RouteKey").asText()).containsExactlyInAnyOrderElementsOf(
                Stream.of(Route.values()).map(route -> route.method() + " " + route.path()
                        .replace("{path}", "{path+}")).toList());
        assertThat(routes).filteredOn(route -> !route.path("RouteKey").asText().equals(PLAYBACK))
                .extracting(route -> route.path("AuthorizationType").asText()).containsOnly("AWS_IAM");
    }

    @Test
    void theRouteOfPlayersAlone_isAdmittedByTheFunction() {
        assertThat(Synthesized.properties(BY_IAM, "AWS::ApiGatewayV2::Route"))
                .filteredOn(route -> route.path("AuthorizationType").asText().equals("NONE"))
                .extracting(route -> route.path("RouteKey").asText()).containsExactly(PLAYBACK);
    }

    @Test
    void tokens_whereSet_mustBeOfTheIssuer_withTheScopeOfTheRoute() {
        Template byToken = Synthesized.with(Map.of(Settings.API_AUTH, "jwt",
                Settings.JWT_ISSUER, "https://issuer.example/pool", Settings.JWT_AUDIENCE, "web,app",
                Settings.READERS, READERS)).api();
        Map<String, String> scopes = Map.of("GET /recordings", "recordings/read", "DELETE /recordings/{id}",
                "recordings/delete", "PUT /recordings/{id}/holds/{name}", "recordings/hold");

        byToken.hasResourceProperties("AWS::ApiGatewayV2::Authorizer", Map.of("AuthorizerType", "JWT",
                "JwtConfiguration",
                Map.of("Issuer", "https://issuer.example/pool", "Audience", List.of("web", "app"))));
        assertThat(Synthesized.properties(byToken, "AWS::ApiGatewayV2::Route")).filteredOn(
                route -> !route.path("RouteKey").asText().equals(PLAYBACK)).isNotEmpty().allSatisfy(route -> {
                    assertThat(route.path("AuthorizationType").asText()).isEqualTo("JWT");
                    String scope = scopes.get(route.path("RouteKey").asText());
                    if (scope != null) {
                        assertThat(Templates.texts(route.path("AuthorizationScopes"))).containsExactly(scope);
                    }
                    assertThat(route.path("AuthorizationScopes")).hasSize(1);
                });
        assertThat(Templates.function(byToken, "query").at("/Environment/Variables/AUTHORIZATION").asText())
                .isEqualTo("JWT");
        byToken.resourceCountIs("AWS::IAM::Role", 1);
    }

    @Test
    void nothingElse_isReachableFromOutside() {
        Synthesized.withExistingBucket().all().forEach(template -> {
            template.resourceCountIs("AWS::Lambda::Url", 0);
            template.resourceCountIs("AWS::ApiGateway::RestApi", 0);
            Synthesized.properties(template, "AWS::Lambda::Permission").forEach(permission -> {
                assertThat(permission.path("Principal").asText()).isNotEqualTo("*");
                assertThat(permission.has("SourceArn")).isTrue();
            });
        });
        assertThat(Synthesized.properties(BY_IAM, "AWS::ApiGatewayV2::Api"))
                .singleElement().satisfies(api -> assertThat(api.has("CorsConfiguration")).isFalse());
    }

    @Test
    void everyRequest_isLogged_andTooManyAreRefused() {
        JsonNode stage = Synthesized.properties(BY_IAM, "AWS::ApiGatewayV2::Stage").getFirst();

        assertThat(stage.at("/AccessLogSettings/Format").asText()).contains("$context.routeKey", "$context.status",
                "$context.identity.userArn");
        assertThat(stage.at("/DefaultRouteSettings/ThrottlingRateLimit").asInt()).isEqualTo(100);
        assertThat(stage.at("/DefaultRouteSettings/ThrottlingBurstLimit").asInt()).isEqualTo(200);
    }

    /** Each segment that somebody watches is a request. */
    @Test
    void viewers_haveALimitOfTheirOwn_andUseUpNobodysElse() {
        JsonNode stage = Synthesized.resource(BY_IAM, "AWS::ApiGatewayV2::Stage", "Stage");
        JsonNode limits = stage.at("/Properties/RouteSettings");

        assertThat(limits.properties()).extracting(each -> each.getKey() + " "
                + each.getValue().path("ThrottlingRateLimit").asInt() + " "
                + each.getValue().path("ThrottlingBurstLimit").asInt())
                .containsExactlyInAnyOrder(PLAYBACK + " 1000 2000", "DELETE /recordings/{id} 100 200",
                        "PUT /recordings/{id}/holds/{name} 100 200", "DELETE /recordings/{id}/holds/{name} 100 200");
        assertThat(Templates.texts(stage.path("DependsOn")))
                .as("a stage that names a route which does not exist yet is refused")
                .containsAll(Templates.resources(BY_IAM, "AWS::ApiGatewayV2::Route").keySet());
    }

    @Test
    void viewers_limit_isASetting_whoseBurstApiGatewayGrants() {
        JsonNode limit = Synthesized.properties(Synthesized.with(Map.of(Settings.PLAYBACK_RATE, "8000")).api(),
                "AWS::ApiGatewayV2::Stage").getFirst().path("RouteSettings").path(PLAYBACK);

        assertThat(limit.path("ThrottlingRateLimit").asInt()).isEqualTo(8000);
        assertThat(limit.path("ThrottlingBurstLimit").asInt()).isEqualTo(5000);
    }

    @Test
    void readers_mayAsk_andNothingElse() {
        Template shared = Synthesized.with(Map.of(Settings.READERS, READERS)).api();
        JsonNode role = Synthesized.resource(shared, "AWS::IAM::Role", "Reader").path("Properties");
        JsonNode policy = Synthesized.resource(shared, "AWS::IAM::Policy", "Reader").path("Properties");

        assertThat(role.path("RoleName").toString()).contains("ivs-recording-main-reader-");
        for (String reader : READERS) {
            assertThat(role.path("AssumeRolePolicyDocument").toString()).contains(":iam::" + reader + ":root");
        }
        assertThat(policy.at("/PolicyDocument/Statement")).singleElement().satisfies(statement -> {
            assertThat(Templates.texts(statement.path("Action"))).containsExactly("execute-api:Invoke");
            assertThat(statement.path("Resource").toString()).contains("/$default/GET/*");
        });
        assertThat(Synthesized.properties(BY_IAM, "AWS::IAM::Role")).hasSize(1);
    }

    @Test
    void pagesThatAreNamed_mayPlay_andTheBucketAnswersWhatIsSigned() {
        Synthesized named = Synthesized.with(Map.of(Settings.RECORDING_BUCKETS, "create", Settings.PLAYBACK_ORIGINS,
                List.of("https://app.example.com")));

        named.api().hasResourceProperties("AWS::ApiGatewayV2::Api", Map.of("CorsConfiguration",
                Map.of("AllowOrigins", List.of("https://app.example.com"), "AllowMethods", List.of("GET", "HEAD"))));
        named.storage().hasResourceProperties("AWS::S3::Bucket", Map.of("CorsConfiguration", Map.of("CorsRules",
                List.of(Map.of("AllowedOrigins", List.of("*"), "AllowedMethods", List.of("GET", "HEAD"),
                        "AllowedHeaders", List.of("range"),
                        "ExposedHeaders", List.of("content-length", "content-range"), "MaxAge", 3600)))));
        named.api().resourcePropertiesCountIs("AWS::ApiGatewayV2::Route", Map.of("AuthorizationType", "NONE"), 1);
    }
}
