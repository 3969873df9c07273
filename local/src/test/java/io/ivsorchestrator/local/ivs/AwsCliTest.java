package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The emulator as the AWS command line interface sees it; skipped where that is not installed. */
class AwsCliTest {
    private static final Pattern PATH_SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));
    private final EmulatorForTests emulator = EmulatorForTests.start();

    @BeforeEach
    void requireCli() {
        boolean installed = PATH_SEPARATOR.splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "aws")));
        assumeTrue(installed, "the AWS CLI is not installed");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private record Result(int exit, String output) {
        JsonNode json() throws IOException {
            assertThat(exit).as(output).isZero();
            return new ObjectMapper().readTree(output);
        }
    }

    private Result aws(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url",
                emulator.emulator().endpoint().toString(), "--output", "json"));
        command.addAll(Arrays.asList(arguments));
        Process process = process(command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private static Process process(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("AWS_ACCESS_KEY_ID", "access", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_DEFAULT_REGION",
                        EmulatorForTests.REGION, "AWS_MAX_ATTEMPTS", "1", "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_PAGER", "", "AWS_CONFIG_FILE", "/dev/null", "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
        return builder.start();
    }

    @Test
    void makesTagsAndDeletesAChannel() throws IOException, InterruptedException {
        String channel = aws("ivs", "create-channel", "--name", "acme-main", "--tags", "team=live").json()
                .required("channel")
                .required("arn")
                .asText();

        assertThat(aws("ivs", "untag-resource", "--resource-arn", channel, "--tag-keys", "team").exit()).isZero();
        assertThat(aws("ivs", "list-channels").json().required("channels").get(0).required("tags")).isEmpty();
        Result offline = aws("ivs", "get-stream", "--channel-arn", channel);
        assertThat(offline.exit()).isNotZero();
        assertThat(offline.output()).contains("ChannelNotBroadcasting");
        assertThat(aws("ivs", "delete-channel", "--arn", channel).exit()).isZero();
    }

    @Test
    void makesARecordedStageAndComposesIt() throws IOException, InterruptedException {
        String storage = aws("ivs-realtime", "create-storage-configuration", "--s3",
                "bucketName=" + EmulatorForTests.BUCKET).json()
                .required("storageConfiguration")
                .required("arn")
                .asText();
        String encoder = aws("ivs-realtime", "create-encoder-configuration").json()
                .required("encoderConfiguration")
                .required("arn")
                .asText();
        String stage = aws("ivs-realtime", "create-stage", "--auto-participant-recording-configuration",
                "storageConfigurationArn=" + storage).json().required("stage").required("arn").asText();

        JsonNode composition = aws("ivs-realtime", "start-composition", "--stage-arn", stage, "--destinations",
                "s3={storageConfigurationArn=" + storage + ",encoderConfigurationArns=[" + encoder + "]}").json()
                .required("composition");

        assertThat(composition.required("state").asText()).isEqualTo("STARTING");
        assertThat(aws("ivs-realtime", "delete-storage-configuration", "--arn", storage).output())
                .contains("ConflictException");
    }
}
