package io.ivsorchestrator.tests.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The AWS command line interface, pointed at an emulator and kept from reading anything of this machine.
 *
 * @param service {@code ivs} or {@code ivs-realtime}
 * @param succeeded collects the operations that were called and not refused, as the API names them; for many threads
 */
record AwsCli(URI endpoint, String service, Set<String> succeeded) {
    private static final Pattern PATH_SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A machine that is busy starts Python slowly. */
    private static final long PATIENCE_SECONDS = 120;

    static boolean installed() {
        return PATH_SEPARATOR.splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "aws")));
    }

    private record Result(int exit, String output) {}

    /** Calls an operation that must succeed. */
    JsonNode call(String operation, String... arguments) {
        Result result = run(operation, arguments);
        assertThat(result.exit()).as("%s %s: %s", service, operation, result.output()).isZero();
        succeeded.add(Arrays.stream(operation.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining()));
        try {
            return JSON.readTree(result.output().isBlank() ? "{}" : result.output());
        } catch (IOException noJson) {
            throw new UncheckedIOException(result.output(), noJson);
        }
    }

    /** Calls an operation that must be refused with that error. */
    void refused(String error, String operation, String... arguments) {
        Result result = run(operation, arguments);
        assertThat(result.exit()).as("%s %s: %s", service, operation, result.output()).isNotZero();
        assertThat(result.output()).contains("(" + error + ")");
    }

    private Result run(String operation, String... arguments) {
        List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint.toString(), "--output", "json",
                service, operation));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("AWS_ACCESS_KEY_ID", "access", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_DEFAULT_REGION",
                        "us-west-2", "AWS_MAX_ATTEMPTS", "1", "AWS_EC2_METADATA_DISABLED", "true", "AWS_PAGER", "",
                        "AWS_CONFIG_FILE", "/dev/null", "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the AWS CLI does not end: " + command);
            }
            return new Result(process.exitValue(), output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
