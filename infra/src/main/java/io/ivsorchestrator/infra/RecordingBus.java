package io.ivsorchestrator.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnEventBusPolicy;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.iam.IRole;
import software.constructs.Construct;

/**
 * The bus that downstream services listen on. Only the publisher may put events on it, so that whoever listens can believe
 * what it hears; the accounts of readers may make rules on it that bring events to a bus of their own, and may see and change
 * no rules but those.
 */
final class RecordingBus extends Construct {
    private final EventBus bus;

    RecordingBus(Construct scope, String id, Deployment deployment) {
        super(scope, id);
        bus = EventBus.Builder.create(this, "Bus").eventBusName(deployment.names().bus())
                .description("What becomes of recordings: started, ended, failed, media changed, deleted")
                .build();
        deployment.settings().readers().forEach(this::letRead);
        CfnOutput.Builder.create(this, "Name").value(bus.getEventBusName())
                .description("Make rules on this bus to hear of recordings").build();
    }

    EventBus bus() {
        return bus;
    }

    /** Nobody else, whatever other permissions in the account say: a denial outweighs them. */
    void acceptOnly(IRole publisher) {
        policy("OnlyThePublisher", Map.of(
                "Effect", "Deny",
                "Principal", "*",
                "Action", "events:PutEvents",
                "Resource", bus.getEventBusArn(),
                "Condition", Map.of("ArnNotEquals", Map.of("aws:PrincipalArn", publisher.getRoleArn()))));
    }

    /** As "Granting permissions to manage rules" of the EventBridge User Guide has it: each account its own rules only. */
    private void letRead(String account) {
        String rules = Stack.of(this).formatArn(software.amazon.awscdk.ArnComponents.builder()
                .service("events").resource("rule").resourceName(bus.getEventBusName() + "/*").build());
        policy("Reader" + account, Map.of(
                "Effect", "Allow",
                "Principal", Map.of("AWS", "arn:" + Stack.of(this).getPartition() + ":iam::" + account + ":root"),
                "Action", List.of("events:PutRule", "events:DeleteRule", "events:DescribeRule", "events:DisableRule",
                        "events:EnableRule", "events:PutTargets", "events:RemoveTargets", "events:ListTargetsByRule"),
                "Resource", rules,
                "Condition", Map.of("StringEqualsIfExists",
                        Map.of("events:creatorAccount", "${aws:PrincipalAccount}"))));
    }

    private void policy(String id, Map<String, Object> statement) {
        CfnEventBusPolicy.Builder.create(this, id).eventBusName(bus.getEventBusName()).statementId(id)
                .statement(statement).build();
    }
}
