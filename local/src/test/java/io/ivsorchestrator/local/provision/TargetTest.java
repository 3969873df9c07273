package io.ivsorchestrator.local.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.provisioning.Buckets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Whom the options of a command mean. */
class TargetTest {
    private static final String BUCKET = "acme-live-recordings";

    /** Amazon's S3 may have a bucket of that name that is somebody else's: what it says of it would explain nothing. */
    @Test
    void atAnotherEndpoint_noBucketIsAsked_andNothingSaidToBeWrongWithIt() {
        try (Target target = CommandLine.populateCommand(new Target(), "--region", "eu-west-1", "--bucket", BUCKET,
                "--endpoint", "http://127.0.0.1:9")) {
            Buckets.Look look = target.buckets().look(BUCKET);

            assertThat(look).isEqualTo(new Buckets.Look.Unknown("with --endpoint buckets are not asked"));
            assertThat(Buckets.wrong(look, "eu-west-1")).isEmpty();
            assertThat(target.buckets().grant(BUCKET, "eu-west-1")).isEqualTo(Buckets.Grant.UNKNOWN);
        }
    }
}
