package io.ivsorchestrator.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How recordings are printed, page by page. */
sealed interface RecordingsOutput {
    ObjectMapper JSON = new ObjectMapper();

    /** Prints a page as the API answers it, and says how many recordings it has. */
    int print(String page);

    private static List<JsonNode> recordings(String page) {
        try {
            List<JsonNode> recordings = new ArrayList<>();
            JSON.readTree(page).path("recordings").forEach(recordings::add);
            return recordings;
        } catch (JsonProcessingException noJson) {
            throw new UncheckedIOException("the API's answer is no JSON", noJson);
        }
    }

    /** For programs: one recording a line, with all that the API says of it. */
    record Lines(PrintStream out) implements RecordingsOutput {
        @Override
        public int print(String page) {
            List<JsonNode> recordings = recordings(page);
            recordings.forEach(out::println);
            return recordings.size();
        }
    }

    /** For people. */
    final class Table implements RecordingsOutput {
        private final PrintStream out;
        private boolean begun;

        Table(PrintStream out) {
            this.out = out;
        }

        @Override
        public int print(String page) {
            List<JsonNode> recordings = recordings(page);
            if (!begun && recordings.isEmpty()) {
                out.println("No recordings.");
            } else if (!begun) {
                line("STATE", "STARTED", "LENGTH", "USER", "RECORDING");
            }
            begun = true;
            recordings.forEach(this::line);
            return recordings.size();
        }

        private void line(JsonNode recording) {
            List<String> users = new ArrayList<>();
            recording.path("userIds").forEach(user -> users.add(user.asText()));
            line(recording.path("state").asText(), recording.path("startedAt").asText(),
                    recording.has("durationMs") ? length(recording.path("durationMs").asLong()) : "-",
                    users.isEmpty() ? "-" : String.join(",", users), recording.path("id").asText());
        }

        private void line(String state, String started, String length, String user, String id) {
            out.printf(Locale.ROOT, "%-9s %-24s %9s  %-16s %s%n", state, started, length, user, id);
        }

        private static String length(long millis) {
            Duration duration = Duration.ofMillis(millis);
            return String.format(Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(),
                    duration.toSecondsPart());
        }
    }
}
