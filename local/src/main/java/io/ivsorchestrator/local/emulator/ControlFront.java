package io.ivsorchestrator.local.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.Command;
import io.ivsorchestrator.local.emulator.control.ControlException;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The commands over HTTP: {@code POST /_emulator/<command>} with a JSON object of its arguments, or GET for what changes nothing.
 * Errors are problem documents as of RFC 9457.
 */
final class ControlFront implements HttpHandler {
    /** No operation of IVS is called so. */
    static final String PATH = "/_emulator";

    private static final Logger LOG = LogManager.getLogger(ControlFront.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A scenario may be long. */
    private static final int MOST_BYTES = 16 << 20;

    private final Commands commands;

    ControlFront(Commands commands) {
        this.commands = commands;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange, 200, "application/json", done(exchange));
            } catch (ControlException refusal) {
                refuse(exchange, refusal.status(), refusal.explanation());
            } catch (RuntimeException fault) {
                LOG.error("{} failed", exchange.getRequestURI(), fault);
                refuse(exchange, 500, "the emulator failed; its log says more");
            }
        }
    }

    private ObjectNode done(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.length() <= PATH.length() + 1
                ? Command.STATUS.written()
                : path.substring(PATH.length() + 1);
        return switch (exchange.getRequestMethod()) {
            case "POST" -> commands.execute(name, Arguments.of(body(exchange)));
            case "GET" -> {
                if (Command.named(name).filter(command -> !command.readOnly()).isPresent()) {
                    throw ControlException.refused(405, name + " changes something: use POST");
                }
                yield commands.execute(name, Arguments.of(JsonNodeFactory.instance.objectNode()));
            }
            default -> throw ControlException.refused(405, "use POST, or GET for what changes nothing");
        };
    }

    private static ObjectNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw ControlException.refused(413, "the request is longer than 16 MiB");
        }
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException malformed) {
            throw ControlException.invalid("the request is no JSON: " + malformed.getOriginalMessage());
        }
        throw ControlException.invalid("the request is no JSON object");
    }

    private static void refuse(HttpExchange exchange, int status, String detail) throws IOException {
        answer(exchange, status, "application/problem+json", JsonNodeFactory.instance.objectNode()
                .put("type", "about:blank").put("title", title(status)).put("status", status).put("detail", detail));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 500 -> "Internal Server Error";
            default -> "Refused by IVS";
        };
    }

    private static void answer(HttpExchange exchange, int status, String type, ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean silent = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, silent ? -1 : bytes.length);
        if (!silent) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }
}
