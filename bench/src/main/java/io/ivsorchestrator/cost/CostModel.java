package io.ivsorchestrator.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Prints as a Markdown table what indexing a million recordings and telling of them costs. Arguments: {@code docs/requests.md}, and if wanted a file
 * with other prices.
 */
public final class CostModel {
    private static final double GIGABYTE = 1e9;

    /** What has a price of its own, as the table has its columns. */
    private enum Service {
        WRITES("DynamoDB writes"), READS("DynamoDB reads"), S3("S3 reads"), SQS("SQS"), EVENTBRIDGE(
                "EventBridge"), LAMBDA("Lambda"), LOGS("logs");

        private final String heading;

        Service(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    private final Properties prices;

    private CostModel(Properties prices) {
        this.prices = prices;
    }

    /** Entry point. */
    public static void main(String[] arguments) throws IOException {
        Properties prices = new Properties();
        try (InputStream input = arguments.length > 1
                ? Files.newInputStream(Path.of(arguments[1]))
                : Objects.requireNonNull(CostModel.class.getResourceAsStream("/prices.properties"))) {
            prices.load(input);
        }
        var model = new CostModel(prices);
        Path page = Path.of(arguments[0]);
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<CountedRequests> publishing = CountedRequests.read(page, "Publishing");
        out.println("| A million of | " + Arrays.stream(Service.values()).map(Service::heading)
                .collect(Collectors.joining(" | ")) + " | together | of it publishing |");
        out.println("|---|" + "---|".repeat(Service.values().length + 2));
        for (CountedRequests indexing : CountedRequests.read(page, "Indexing")) {
            Map<Service, Double> indexed = model.indexing(indexing);
            Map<Service, Double> published = model.publishing(publishing.stream()
                    .filter(it -> it.life().equals(indexing.life())).findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("publishing a " + indexing.life() + " is not counted")));
            out.println("| " + indexing.life() + " | " + Arrays.stream(Service.values())
                    .map(service -> text(indexed.getOrDefault(service, 0.0) + published.getOrDefault(service, 0.0)))
                    .collect(Collectors.joining(" | ")) + " | " + text(sum(indexed) + sum(published)) + " | "
                    + text(sum(published)) + " |");
        }
    }

    /** USD; a million recordings times a price per million requests is the price times the requests of one. */
    private Map<Service, Double> indexing(CountedRequests counted) {
        int events = counted.count("events");
        Map<Service, Double> dollars = new EnumMap<>(Service.class);
        dollars.put(Service.WRITES, counted.count("write units") * price("dynamodb.million-write-units"));
        dollars.put(Service.READS, counted.count("read units") * price("dynamodb.million-read-units"));
        dollars.put(Service.S3, counted.count("GetObject") * price("s3.million-get-requests"));
        dollars.put(Service.SQS, events * price("event.sqs-requests") * price("sqs.million-requests"));
        dollars.put(Service.LAMBDA, invocations(events, "event"));
        dollars.put(Service.LOGS, logs(events, "event"));
        return dollars;
    }

    private Map<Service, Double> publishing(CountedRequests counted) {
        int invocations = counted.count("invocations");
        Map<Service, Double> dollars = new EnumMap<>(Service.class);
        dollars.put(Service.WRITES, counted.count("write units") * price("dynamodb.million-write-units"));
        dollars.put(Service.READS, counted.count("read units") * price("dynamodb.million-read-units"));
        dollars.put(Service.EVENTBRIDGE, counted.count("outbound events") * price("eventbridge.million-events"));
        dollars.put(Service.LAMBDA, invocations(invocations, "publishing"));
        dollars.put(Service.LOGS, logs(invocations, "publishing"));
        return dollars;
    }

    /** @param assumed what the assumptions about one invocation begin with */
    private double invocations(int count, String assumed) {
        return count * (price("lambda.million-invocations") + price(assumed + ".lambda-milliseconds") / 1000
                * price(assumed + ".lambda-gigabytes") * price("lambda.million-gigabyte-seconds"));
    }

    private double logs(int count, String assumed) {
        return count * price(assumed + ".log-bytes") * 1e6 / GIGABYTE * price("logs.gigabyte");
    }

    private static double sum(Map<Service, Double> dollars) {
        return dollars.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private double price(String name) {
        String text = prices.getProperty(name);
        if (text == null) {
            throw new IllegalArgumentException("the prices lack " + name);
        }
        return Double.parseDouble(text);
    }

    private static String text(double dollars) {
        return String.format(Locale.ROOT, "%.2f USD", dollars);
    }
}
