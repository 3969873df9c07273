package io.ivsorchestrator.infra;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * A function with its logs, its role, its published version and the alias {@value #LIVE} that everything calls. SnapStart
 * takes effect on published versions only (Lambda Developer Guide, "Improving startup performance with Lambda
 * SnapStart"), so whatever calls the unqualified function would start cold.
 */
final class WorkFunction extends Construct {
    static final String LIVE = "live";

    /** X-Ray's two write actions are granted by the tracing setting itself. */
    private static final String TRACES = "X-Ray's PutTraceSegments and PutTelemetryRecords, and DynamoDB's ListStreams, know"
            + " no resources (Service Authorization Reference); other wildcards stand for object keys or index names within named resources";

    private final Alias alias;
    private final Function function;
    private final Role role;

    WorkFunction(Construct scope, String id, Deployment deployment, Work work) {
        super(scope, id);
        Settings settings = deployment.settings();
        LogGroup logs = LogGroup.Builder.create(this, "Logs")
                .logGroupName(deployment.names().logGroup(work.service()))
                .retention(settings.logRetention())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        role = role(deployment, work, logs);
        function = Function.Builder.create(this, "Function")
                .functionName(deployment.names().function(work.service()))
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(work.handler())
                .code(Code.fromAsset(settings.functionJar().toString()))
                .memorySize(settings.memoryMb().orElse(work.memoryMb()))
                .timeout(Duration.seconds(work.timeoutSeconds()))
                .environment(environment(deployment, work))
                .tracing(Tracing.ACTIVE)
                .logGroup(logs)
                .role(role)
                .snapStart(settings.snapStart() ? SnapStartConf.ON_PUBLISHED_VERSIONS : null)
                .currentVersionOptions(VersionOptions.builder().removalPolicy(RemovalPolicy.DESTROY).build())
                .build();
        // It cannot know of the version that the next line publishes.
        Annotations.of(function).acknowledgeWarning("@aws-cdk/aws-lambda:snapStartRequirePublish");
        alias = Alias.Builder.create(this, "Live").aliasName(LIVE).version(function.getCurrentVersion()).build();
        AcceptedRisk.of(role.getNode().findChild("DefaultPolicy"), "AwsSolutions-IAM5",
                Stream.concat(Stream.of(TRACES), work.permissions().stream().flatMap(it -> it.unnamed().stream()))
                        .collect(Collectors.joining(". ")));
    }

    /** What everything calls. */
    Alias alias() {
        return alias;
    }

    Role role() {
        return role;
    }

    /** Of our own, since the construct's would carry AWSLambdaBasicExecutionRole: the logs of the whole account. */
    private Role role(Deployment deployment, Work work, LogGroup logs) {
        Role role = Role.Builder.create(this, "Role")
                .roleName(deployment.names().role(Stack.of(this), work.service()))
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        logs.grantWrite(role);
        work.permissions().forEach(permission -> role.addToPrincipalPolicy(permission.statement()));
        return role;
    }

    private static Map<String, String> environment(Deployment deployment, Work work) {
        Map<String, String> environment = new TreeMap<>(work.environment());
        environment.put("POWERTOOLS_SERVICE_NAME", work.service());
        environment.put("POWERTOOLS_METRICS_NAMESPACE", deployment.names().metrics());
        environment.put("POWERTOOLS_LOG_LEVEL", deployment.settings().logLevel());
        // Short-lived and on a fraction of a CPU: the serial collector and the first compiler tier start fastest. Lambda's runtime
        // collects garbage before a snapshot, after which the JVM checks each compiled method at its next call: at the first event.
        environment.put("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+DisableExplicitGC");
        return environment;
    }
}
