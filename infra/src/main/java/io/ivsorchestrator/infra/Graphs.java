package io.ivsorchestrator.infra;

import java.util.List;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.YAxisProps;

/** The dashboard's graphs: four to a row, none below zero. */
final class Graphs {
    private static final int WIDTH = 6;

    private Graphs() {
    }

    static GraphWidget of(String title, List<Metric> left, List<Metric> right) {
        return GraphWidget.Builder.create()
                .title(title)
                .width(WIDTH)
                .left(left.stream().map(Graphs::labelled).toList())
                .right(right.stream().map(Graphs::labelled).toList())
                .leftYAxis(YAxisProps.builder().min(0).build())
                .rightYAxis(YAxisProps.builder().min(0).build())
                .build();
    }

    /** CloudWatch's own labels repeat the dimensions, which the titles say. */
    private static Metric labelled(Metric metric) {
        return metric.getLabel() == null
                ? metric.with(MetricOptions.builder().label(metric.getMetricName()).build())
                : metric;
    }
}
