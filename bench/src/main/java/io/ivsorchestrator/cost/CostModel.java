package io.ivsorchestrator.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Prints as a Markdown table what indexing a million recordings costs. Arguments: {@code docs/requests.md}, and if wanted a file
 * with other prices.
 */
public final class CostModel {
    private static final double GIGABYTE = 1e9;

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
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean first = true;
        for (CountedRequests counted : CountedRequests.read(Path.of(arguments[0]))) {
            Map<String, Double> dollars = model.perMillion(counted);
            if (first) {
                out.println("| A million of | " + String.join(" | ", dollars.keySet()) + " | together |");
                out.println("|---|" + "---|".repeat(dollars.size() + 1));
                first = false;
            }
            out.println("| " + counted.life() + " | "
                    + dollars.values().stream().map(CostModel::text).collect(Collectors.joining(" | ")) + " | "
                    + text(dollars.values().stream().mapToDouble(Double::doubleValue).sum()) + " |");
        }
    }

    /** USD by service; a million recordings times a price per million requests is the price times the requests of one. */
    private Map<String, Double> perMillion(CountedRequests counted) {
        int events = counted.count("events");
        Map<String, Double> dollars = new LinkedHashMap<>();
        dollars.put("DynamoDB writes", counted.count("write units") * price("dynamodb.million-write-units"));
        dollars.put("DynamoDB reads", counted.count("read units") * price("dynamodb.million-read-units"));
        dollars.put("S3 reads", counted.count("GetObject") * price("s3.million-get-requests"));
        dollars.put("SQS", events * price("event.sqs-requests") * price("sqs.million-requests"));
        dollars.put("Lambda", events * (price("lambda.million-invocations")
                + price("event.lambda-milliseconds") / 1000 * price("event.lambda-gigabytes")
                        * price("lambda.million-gigabyte-seconds")));
        dollars.put("logs", events * price("event.log-bytes") * 1e6 / GIGABYTE * price("logs.gigabyte"));
        return dollars;
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
