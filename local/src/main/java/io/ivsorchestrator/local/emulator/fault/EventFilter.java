package io.ivsorchestrator.local.emulator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Which events a fault is about; what is absent or empty does not matter.
 *
 * @param source such as {@code aws.ivs} or {@code aws.s3}
 * @param detailType such as {@code IVS Recording State Change}
 * @param name the event's own name, such as {@code Recording End}, or of CloudTrail the operation's
 * @param about the event's text must hold one of these, such as a channel's id
 */
public record EventFilter(
        Optional<String> source, Optional<String> detailType, Optional<String> name, List<String> about) {
    private static final List<String> NAMES = List.of("recording_status", "event_name", "eventName", "limit_name");

    public EventFilter {
        about = List.copyOf(about);
    }

    boolean matches(JsonNode event, String text) {
        return source.filter(wanted -> !event.path("source").asText().equals(wanted)).isEmpty()
                && detailType.filter(wanted -> !event.path("detail-type").asText().equals(wanted)).isEmpty()
                && name.filter(wanted -> NAMES.stream()
                        .noneMatch(member -> event.path("detail").path(member).asText().equals(wanted))).isEmpty()
                && (about.isEmpty() || about.stream().anyMatch(text::contains));
    }
}
