package io.ivsorchestrator.local.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.event.ruler.GenericMachine;

/**
 * The event bus: matches events with AWS's own Event Ruler and sends each to the queue of every rule that it matches, as
 * EventBridge does with an SQS target (the message body is the event, nothing else). Safe for use by many threads.
 *
 * <p>Real EventBridge drops what no rule wants without a trace. This one counts it by source and detail type, because on a
 * laptop an event that nobody takes is nearly always a mistake.
 */
public final class LocalEventBus {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SqsClient sqs;
    private final GenericMachine<Rule> machine;
    private final LongAdder matched = new LongAdder();
    private final Map<String, LongAdder> unmatched = new ConcurrentHashMap<>();

    private LocalEventBus(SqsClient sqs, GenericMachine<Rule> machine) {
        this.sqs = sqs;
        this.machine = machine;
    }

    /**
     * A bus with exactly these rules.
     *
     * @throws IllegalArgumentException if two rules have one name
     */
    public static LocalEventBus of(SqsClient sqs, List<Rule> rules) {
        GenericMachine<Rule> machine = GenericMachine.<Rule>builder().build();
        Set<String> names = new HashSet<>();
        for (Rule rule : rules) {
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException("two rules are named " + rule.name());
            }
            try {
                machine.addRule(rule, rule.pattern());
            } catch (IOException impossible) {
                throw new IllegalStateException("a checked pattern does not compile: " + rule, impossible);
            }
        }
        return new LocalEventBus(sqs, machine);
    }

    /**
     * Delivers an event. The targets are independent of each other: all are tried, even after one has failed.
     *
     * @param event an EventBridge event as JSON; delivered exactly as given
     * @return the names of the rules it matched, sorted; empty if none
     * @throws IllegalArgumentException if it is not a JSON object
     * @throws SdkException if a queue does not take it; further failures are suppressed in it
     */
    public List<String> deliver(String event) {
        JsonNode tree = parse(event);
        List<Rule> rules = machine.rulesForJSONEvent(tree);
        if (rules.isEmpty()) {
            String kind = tree.path("source").asText() + ": " + tree.path("detail-type").asText();
            unmatched.computeIfAbsent(kind, absent -> new LongAdder()).increment();
            return List.of();
        }
        matched.increment();
        SdkException failure = null;
        for (Rule rule : rules) {
            try {
                sqs.sendMessage(message -> message.queueUrl(rule.queueUrl()).messageBody(event));
            } catch (SdkException undelivered) {
                if (failure == null) {
                    failure = undelivered;
                } else {
                    failure.addSuppressed(undelivered);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return rules.stream().map(Rule::name).sorted().toList();
    }

    /** How many events matched at least one rule. */
    public long matched() {
        return matched.sum();
    }

    /** How many events matched no rule, by {@code source: detail-type}. */
    public Map<String, Long> unmatched() {
        return unmatched.entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum(), Long::sum, TreeMap::new));
    }

    private static JsonNode parse(String event) {
        try {
            JsonNode tree = JSON.readTree(event);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("an event must be a JSON object: " + broken.getOriginalMessage(),
                    broken);
        }
        throw new IllegalArgumentException("an event must be a JSON object");
    }
}
