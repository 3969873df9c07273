package io.ivsorchestrator.local.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.Command;
import io.ivsorchestrator.local.emulator.control.ControlException;
import io.ivsorchestrator.local.emulator.fault.FaultReader;
import io.ivsorchestrator.local.emulator.scenario.ScenarioReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;

/** Tells a running emulator a command and prints its answer. */
final class Terminal {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final URI emulator;
    private final PrintStream out;
    private final PrintStream err;

    Terminal(URI emulator, PrintStream out, PrintStream err) {
        this.emulator = emulator;
        this.out = out;
        this.err = err;
    }

    /** @return 0, or 1 if the emulator did not do it */
    int tell(String name, List<String> words) throws IOException, InterruptedException {
        if (name.equals("help")) {
            out.print(help());
            return 0;
        }
        Command command = Command.named(name).orElseThrow(() -> ControlException.invalid(
                "there is no command " + name + "; help lists them"));
        ObjectNode arguments = command == Command.PLAY ? scenario(words) : Arguments.of(words).json();
        HttpRequest request = HttpRequest.newBuilder(emulator.resolve(ControlFront.PATH + "/" + name))
                .POST(BodyPublishers.ofString(arguments.toString())).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() == 200) {
                out.println(JSON.writeValueAsString(answer));
                return answer.path("problems").isEmpty() || command == Command.STATUS ? 0 : 1;
            }
            err.println("local/ivs-emulator: " + answer.path("detail").asText());
            return 1;
        } catch (ConnectException nobody) {
            err.println("local/ivs-emulator: nothing answers at " + emulator
                    + "; start it with local/ivs-emulator, or say --port");
            return 1;
        }
    }

    private static ObjectNode scenario(List<String> words) {
        if (words.size() != 1) {
            throw ControlException.invalid("play takes one file");
        }
        Path file = Path.of(words.getFirst());
        return JsonNodeFactory.instance.objectNode().put("file", file.toString())
                .put("scenario", ScenarioReader.text(file));
    }

    static String help() {
        StringBuilder help = new StringBuilder();
        for (Command command : Command.values()) {
            help.append(command.written()).append(' ')
                    .append(command == Command.PLAY ? "<file>" : command.synopsis()).append("\n    ")
                    .append(command.purpose()).append('\n');
        }
        return help.append("Kinds of faults: ").append(String.join(", ", FaultReader.KINDS))
                .append(".\nTimes are like 90s or 1h30m.\n").toString();
    }
}
