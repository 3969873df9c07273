package io.ivsorchestrator.infra;

import io.ivsorchestrator.infra.Alarms.Condition;
import io.ivsorchestrator.query.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpJwtAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.CorsHttpMethod;
import software.amazon.awscdk.services.apigatewayv2.CorsPreflightOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpNoneAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.HttpRoute;
import software.amazon.awscdk.services.apigatewayv2.IHttpRouteAuthorizer;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.iam.AccountPrincipal;
import software.amazon.awscdk.services.iam.CompositePrincipal;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The questions that downstream services ask, over HTTP. Every route has an authorizer but that of playback, which the
 * function admits to by the token in its path; there is no other way in.
 */
final class ApiStack extends Stack {
    /** Steady requests a second, and how many at once: an index is asked often, but not by everybody at a time. */
    private static final int RATE = 100;
    private static final int BURST = 200;
    /** What API Gateway lets all APIs of an account have at once ("Amazon API Gateway quotas"); no request raises it. */
    private static final int MOST_AT_ONCE = 5_000;

    private static final Map<String, String> ACCESS_LOG = Map.of(
            "requestId", "$context.requestId",
            "time", "$context.requestTime",
            "route", "$context.routeKey",
            "status", "$context.status",
            "milliseconds", "$context.responseLatency",
            "bytes", "$context.responseLength",
            "address", "$context.identity.sourceIp",
            "caller", "$context.identity.userArn",
            "subject", "$context.authorizer.claims.sub",
            "error", "$context.error.message");

    private final Deployment deployment;
    private final HttpApi api;
    /** All of them, for the stage to wait for: it is refused if it names one that does not exist yet. */
    private final List<HttpRoute> routes = new ArrayList<>();

    ApiStack(Construct scope, String id, StackProps props, Deployment deployment, StorageStack storage) {
        super(scope, id, props);
        this.deployment = deployment;
        WorkFunction function = new WorkFunction(this, "Query", deployment, Querying.work(this, deployment, storage));
        api = HttpApi.Builder.create(this, "Api")
                .apiName(deployment.names().api())
                .description("Questions about recordings")
                .createDefaultStage(false)
                .corsPreflight(cors(deployment.settings().playbackOrigins()))
                .build();
        IHttpRouteAuthorizer authorizer = authorizer(deployment.settings().apiAuth());
        for (Route route : Route.values()) {
            if (route == Route.SERVE_PLAYBACK) {
                servePlayback(function);
                continue;
            }
            routes.addAll(api.addRoutes(AddRoutesOptions.builder()
                    .path(route.path())
                    .methods(List.of(HttpMethod.valueOf(route.method())))
                    .integration(new HttpLambdaIntegration("Query", function.alias()))
                    .authorizer(authorizer)
                    .authorizationScopes(switch (deployment.settings().apiAuth()) {
                        case ApiAuth.Iam _ -> null;
                        case ApiAuth.Jwt _ -> List.of(route.permission().scope());
                    })
                    .build()));
        }
        stage();
        readers();
        watch();
        CfnOutput.Builder.create(this, "Url").value(api.getApiEndpoint()).description("Where the API answers").build();
    }

    /** For the pages that are named; off without any. What they may do besides playing needs their caller's token. */
    private static @Nullable CorsPreflightOptions cors(List<String> origins) {
        return origins.isEmpty()
                ? null
                : CorsPreflightOptions.builder().allowOrigins(origins)
                        .allowMethods(List.of(CorsHttpMethod.GET, CorsHttpMethod.HEAD))
                        .allowHeaders(List.of("range", "authorization")).maxAge(Duration.hours(1)).build();
    }

    /**
     * The one route without an authorizer: a player cannot sign, so the function itself admits by the sealed token in the path
     * (docs/playback.md) and refuses everybody else. The path goes on behind the token as far as it likes.
     */
    private void servePlayback(WorkFunction function) {
        List<? extends HttpRoute> playback = api.addRoutes(AddRoutesOptions.builder()
                .path(path(Route.SERVE_PLAYBACK))
                .methods(List.of(HttpMethod.valueOf(Route.SERVE_PLAYBACK.method())))
                .integration(new HttpLambdaIntegration("Playback", function.alias()))
                .authorizer(new HttpNoneAuthorizer())
                .build());
        routes.addAll(playback);
        playback.forEach(route -> AcceptedRisk.of(route, "AwsSolutions-APIG4",
                "A player cannot sign; the function admits by the sealed token in the path and refuses everybody else"));
    }

    /** As API Gateway writes it: what a player asks goes on behind the token. */
    private static String path(Route route) {
        return route.path().replace("{path}", "{path+}");
    }

    /**
     * Every segment that is watched is a request, so players get a limit of their own. Whether those of the stage's default are
     * one for all routes or one for each is not documented; so each route that changes something has its own, too, and
     * neither viewers nor readers can use up what a hold or a deletion needs.
     */
    private Map<String, Object> limits() {
        Map<String, Object> limits = new TreeMap<>();
        for (Route route : Route.values()) {
            String key = route.method() + " " + path(route);
            if (route == Route.SERVE_PLAYBACK) {
                int rate = deployment.settings().playbackRate();
                limits.put(key, limit(rate, Math.min(2 * rate, MOST_AT_ONCE)));
            } else if (!route.method().equals("GET")) {
                limits.put(key, limit(RATE, BURST));
            }
        }
        return limits;
    }

    /** In CloudFormation's words: CDK hands these on as they are. */
    private static Map<String, Object> limit(int rate, int burst) {
        return Map.of("ThrottlingRateLimit", rate, "ThrottlingBurstLimit", burst);
    }

    /** What there is to see of it, as one row of the dashboard. */
    List<IWidget> row() {
        String name = deployment.names().function(Querying.SERVICE);
        return List.of(
                Graphs.of("API: requests", List.of(request("Count", "Sum")), List.of()),
                Graphs.of("API: refused and failed", List.of(request("4xx", "Sum"), request("5xx", "Sum")), List.of()),
                Graphs.of("API: milliseconds", List.of(request("Latency", "p50"), request("Latency", "p99")),
                        List.of()),
                Graphs.of("query: invocations", List.of(Measures.function(name, "Invocations", "Sum"),
                        Measures.function(name, "Errors", "Sum"), Measures.function(name, "Throttles", "Sum")),
                        List.of(Measures.function(name, "ConcurrentExecutions", "Maximum"))));
    }

    private static IHttpRouteAuthorizer authorizer(ApiAuth auth) {
        // Returned one by one: what both have in common is a class of CDK's runtime, which is none of our business.
        switch (auth) {
            case ApiAuth.Iam _ -> {
                return new HttpIamAuthorizer();
            }
            case ApiAuth.Jwt jwt -> {
                return HttpJwtAuthorizer.Builder.create("Tokens", jwt.issuer()).jwtAudience(jwt.audience()).build();
            }
        }
    }

    private void stage() {
        LogGroup accesses = LogGroup.Builder.create(this, "AccessLogs")
                .logGroupName(deployment.names().logGroup("api"))
                .retention(deployment.settings().logRetention())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        CfnStage stage = CfnStage.Builder.create(this, "Stage")
                .apiId(api.getApiId())
                .stageName("$default")
                .autoDeploy(true)
                .accessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                        .destinationArn(accesses.getLogGroupArn())
                        .format(ACCESS_LOG.entrySet().stream().sorted(Map.Entry.comparingByKey())
                                .map(member -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
                                .collect(Collectors.joining(",", "{", "}")))
                        .build())
                .defaultRouteSettings(CfnStage.RouteSettingsProperty.builder()
                        .throttlingRateLimit(RATE)
                        .throttlingBurstLimit(BURST)
                        .detailedMetricsEnabled(false)
                        .build())
                .routeSettings(limits())
                .build();
        routes.forEach(route -> stage.getNode().addDependency(route));
    }

    /** HTTP APIs have no resource policy, so other accounts come by a role of ours, which may ask and nothing else. */
    private void readers() {
        List<String> readers = deployment.settings().readers();
        if (readers.isEmpty() || !(deployment.settings().apiAuth() instanceof ApiAuth.Iam)) {
            return;
        }
        Role reader = Role.Builder.create(this, "Reader")
                .roleName(deployment.names().role(this, "reader"))
                .description("May ask the query API; for the accounts named in the settings")
                .assumedBy(new CompositePrincipal(readers.stream().map(AccountPrincipal::new)
                        .toArray(IPrincipal[]::new)))
                .maxSessionDuration(Duration.hours(1))
                .build();
        reader.addToPrincipalPolicy(PolicyStatement.Builder.create()
                .actions(List.of("execute-api:Invoke"))
                .resources(List.of(formatArn(ArnComponents.builder().service("execute-api").resource(api.getApiId())
                        .resourceName("$default/GET/*").build())))
                .build());
        AcceptedRisk.of(reader.getNode().findChild("DefaultPolicy"), "AwsSolutions-IAM5",
                "The wildcard stands for the paths of one API that can be asked with GET");
        CfnOutput.Builder.create(this, "ReaderRole").value(reader.getRoleArn())
                .description("For the accounts of readers to assume").build();
    }

    private void watch() {
        Alarms alarms = new Alarms(this, deployment);
        Pipeline.watchFunction(alarms, deployment.names(), Querying.SERVICE);
        alarms.add("api", "api-errors", "The query API answers with server errors.", request("5xx", "Sum"),
                Condition.above(0, 3));
    }

    private Metric request(String name, String statistic) {
        return Measures.metric("AWS/ApiGateway", name, statistic, Map.of("ApiId", api.getApiId()));
    }
}
