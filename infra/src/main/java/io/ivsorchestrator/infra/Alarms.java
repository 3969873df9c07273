package io.ivsorchestrator.infra;

import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * Makes alarms that tell the deployment's topic when something begins and when it is over, and lead to the page that says
 * what to do: an alarm's name ends with the name of its page in {@code docs/runbook}.
 */
final class Alarms {
    private final Construct scope;
    private final Deployment deployment;
    private final ITopic topic;

    Alarms(Construct scope, Deployment deployment) {
        this.scope = scope;
        this.deployment = deployment;
        topic = Topic.fromTopicArn(scope, "AlarmTopic", deployment.names().topicArn(Stack.of(scope)));
    }

    /**
     * @param about   what is watched, in the alarm's name
     * @param page    of {@code docs/runbook}, without {@code .md}
     * @param meaning one sentence for whoever is woken by it
     */
    void add(String about, String page, String meaning, IMetric metric, Condition condition) {
        Alarm alarm = Alarm.Builder.create(scope, "Alarm-" + about + "-" + page)
                .alarmName(deployment.names().alarm(about, page))
                .alarmDescription(meaning + " Runbook: " + deployment.settings().runbook() + page + ".md")
                .metric(metric)
                .comparisonOperator(condition.operator())
                .threshold(condition.threshold())
                .evaluationPeriods(condition.periods())
                .datapointsToAlarm(condition.periods())
                .treatMissingData(condition.missing())
                .build();
        SnsAction tell = new SnsAction(topic);
        alarm.addAlarmAction(tell);
        alarm.addOkAction(tell);
    }

    /**
     * When an alarm goes off.
     *
     * @param periods of the metric, all of which must meet it
     * @param missing what a period means of which there is no figure
     */
    record Condition(ComparisonOperator operator, double threshold, int periods, TreatMissingData missing) {
        /** As soon as there is one. */
        static Condition any() {
            return above(0, 1);
        }

        /** No figure means that nothing happened. */
        static Condition above(double threshold, int periods) {
            return new Condition(ComparisonOperator.GREATER_THAN_THRESHOLD, threshold, periods,
                    TreatMissingData.NOT_BREACHING);
        }

        /** Nothing at all in any of the periods. */
        static Condition silence(int periods) {
            return new Condition(ComparisonOperator.LESS_THAN_THRESHOLD, 1, periods, TreatMissingData.BREACHING);
        }
    }
}
