package io.ivsorchestrator.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * The one topic on which alarms and incidents are told. Its key is the deployment's own: CloudWatch may not use the key
 * that SNS has for everybody ("Amazon SNS security best practices", encrypted topics and AWS services), and an alarm that
 * cannot be told is none.
 */
final class Notifications extends Construct {
    private final Topic topic;
    private final Key key;

    Notifications(Construct scope, String id, Deployment deployment) {
        super(scope, id);
        key = Key.Builder.create(this, "Key")
                .description("What " + deployment.names().topic() + " tells")
                .enableKeyRotation(true)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        key.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AlarmsMayBeTold")
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                .resources(List.of("*"))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                .build());
        topic = Topic.Builder.create(this, "Topic")
                .topicName(deployment.names().topic())
                .displayName("IVS recordings")
                .masterKey(key)
                .enforceSsl(true)
                .build();
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AlarmsMayBeTold")
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                .build());
        deployment.settings().alarmAddress()
                .ifPresent(address -> topic.addSubscription(new EmailSubscription(address)));
    }

    Topic topic() {
        return topic;
    }

    /** What a function needs that publishes on the topic. */
    List<Permission> publishing() {
        return List.of(Permission.to("sns:Publish", List.of(topic.getTopicArn())),
                Permission.to(List.of("kms:Decrypt", "kms:GenerateDataKey"), List.of(key.getKeyArn())));
    }
}
