package io.ivsorchestrator.local.laptop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.events.OutboundNames;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.routing.ChangeStreamMapping;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.publishing.OutboundBus;
import io.ivsorchestrator.publishing.OutboundEvent;
import io.ivsorchestrator.publishing.PublishingHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Publishing from the table's change stream to the deployment's own bus. */
public final class PublishingFeature implements Feature {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Override
    public Assembly assemble(Parts parts) {
        Outboxes outboxes = new Outboxes(new DynamoDbIndexTable(parts.dynamoDb(), parts.table()));
        PublishingHandler handler = new PublishingHandler(outboxes, new Bus(parts.buses()), parts.metrics());
        DynamoDbStreamsClient streams = LocalClients.dynamoDbStreams(parts.embedded().dynamoDb().endpoint());
        String stream = parts.dynamoDb().describeTable(request -> request.tableName(parts.table())).table()
                .latestStreamArn();
        ChangeStreamMapping mapping = ChangeStreamMapping.start(streams, stream,
                new LocalFunction("publishing", handler, TIMEOUT));
        return new Assembly(List.of(), List.of(new Reading(mapping, streams)));
    }

    /** Gives every event the envelope that EventBridge gives it. */
    private record Bus(EventBuses buses) implements OutboundBus {
        private static final ObjectMapper JSON = new ObjectMapper();

        @Override
        public List<String> put(List<OutboundEvent> events) {
            events.forEach(event -> buses.deliver(EventRule.Bus.RECORDINGS, envelope(event).toString()));
            return events.stream().map(_ -> "").toList();
        }

        private static ObjectNode envelope(OutboundEvent event) {
            ObjectNode envelope = JSON.createObjectNode().put("version", "0").put("id", UUID.randomUUID().toString())
                    .put("detail-type", event.change().detailType()).put("source", OutboundNames.SOURCE)
                    .put("account", LocalClients.ACCOUNT).put("time", Instant.now().toString())
                    .put("region", LocalClients.REGION.id());
            event.resource().ifPresent(envelope.putArray("resources")::add);
            envelope.set("detail", json(event.detail()));
            return envelope;
        }

        private static JsonNode json(String text) {
            try {
                return JSON.readTree(text);
            } catch (IOException impossible) {
                throw new UncheckedIOException("an event's detail is JSON", impossible);
            }
        }
    }

    private record Reading(ChangeStreamMapping mapping, DynamoDbStreamsClient streams) implements Companion {
        @Override
        public Optional<String> announcement() {
            return Optional.empty();
        }

        @Override
        public boolean idle() {
            return !mapping.deliver();
        }

        @Override
        public void close() {
            mapping.close();
            streams.close();
        }
    }
}
