package io.ivsorchestrator.infra;

import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;

/**
 * How everything is called that people, runbooks and other stacks speak of: {@code ivs-recording-<deployment>-<part>}.
 * Names that are known before deploying spare exports between stacks, which would forbid to remove what another stack
 * once named.
 *
 * @param deployment as in {@link Settings}
 */
record Names(String deployment) {
    String stack(String part) {
        return prefix() + part;
    }

    /** Also the name of its alias' owner, its role's session and its service in logs and metrics. */
    String function(String service) {
        return prefix() + service;
    }

    /** Of a function's logs. */
    String logGroup(String service) {
        return logGroupPrefix() + service;
    }

    /** What the names of all log groups of the deployment begin with. */
    String logGroupPrefix() {
        return "/ivs-recording/" + deployment + "/";
    }

    /** Where messages for a function wait. */
    String queue(String service) {
        return prefix() + service;
    }

    /** Where messages end that the function returned again and again. */
    String deadLetters(String service) {
        return prefix() + service + "-dead-letters";
    }

    /** Where events end that EventBridge could not hand over. */
    String undelivered(String service) {
        return prefix() + service + "-undelivered";
    }

    /** Of a rule or a schedule that feeds a function. */
    String rule(String service, String id) {
        return prefix() + service + "-" + id;
    }

    /** @param page the alarm's page in {@code docs/runbook}, without {@code .md} */
    String alarm(String about, String page) {
        return prefix() + about + "-" + page;
    }

    /** Where alarms and incidents are told. */
    String topic() {
        return prefix() + "notifications";
    }

    String topicArn(Stack stack) {
        return stack.formatArn(ArnComponents.builder().service("sns").resource(topic()).build());
    }

    String queueArn(Stack stack, String name) {
        return stack.formatArn(ArnComponents.builder().service("sqs").resource(name).build());
    }

    String queueUrl(Stack stack, String name) {
        return "https://sqs." + stack.getRegion() + "." + stack.getUrlSuffix() + "/" + stack.getAccount() + "/" + name;
    }

    /** The bus that our own events are put on: named for what is on it, and by deployment. */
    String bus() {
        return deployment.equals("main") ? "ivs-recordings" : "ivs-recordings-" + deployment;
    }

    /** The parameter that holds the recording policy, if the team has written one. */
    String policyParameter() {
        return "/ivs-recording/" + deployment + "/recording-policy";
    }

    /** Roles are of the account and not of a region, so the region is part of their names. At most 64 characters. */
    String role(Stack stack, String service) {
        return prefix() + service + "-" + stack.getRegion();
    }

    String roleArn(Stack stack, String service) {
        return "arn:" + stack.getPartition() + ":iam::" + stack.getAccount() + ":role/" + role(stack, service);
    }

    String trail() {
        return prefix() + "configuration-calls";
    }

    String api() {
        return prefix() + "api";
    }

    /** Dashboards, too, are of the account. */
    String dashboard(Stack stack) {
        return prefix() + stack.getRegion();
    }

    /** CloudWatch's namespace of the functions' own counts, which have the dimension {@code Service}. */
    String metrics() {
        return "IvsRecordings/" + deployment;
    }

    private String prefix() {
        return "ivs-recording-" + deployment + "-";
    }
}
