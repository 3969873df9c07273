package io.ivsorchestrator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {
    @Test
    void parts_ofChannel_areThoseOfItsText() {
        Arn arn = new Arn("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m");

        assertThat(arn.service()).isEqualTo("ivs");
        assertThat(arn.region()).isEqualTo("us-west-2");
        assertThat(arn.account()).isEqualTo("123456789012");
        assertThat(arn.resourceType()).isEqualTo("channel");
        assertThat(arn.resourceId()).isEqualTo("Kp3dQ9xTzL7m");
        assertThat(arn).hasToString("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m");
    }

    @Test
    void parts_ofBucket_haveNoRegionAccountAndType() {
        Arn arn = new Arn("arn:aws:s3:::acme-live-recordings-usw2");

        assertThat(arn.service()).isEqualTo("s3");
        assertThat(arn.region()).isEmpty();
        assertThat(arn.account()).isEmpty();
        assertThat(arn.resourceType()).isEmpty();
        assertThat(arn.resourceId()).isEqualTo("acme-live-recordings-usw2");
    }

    @Test
    void resourceId_afterColonOrSeveralSlashes_isTheLastPart() {
        assertThat(new Arn("arn:aws:sqs:us-west-2:123456789012:a:b").resourceId()).isEqualTo("b");
        assertThat(new Arn("arn:aws:sts::123456789012:assumed-role/Deployer/deployer").resourceId())
                .isEqualTo("deployer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arn", "channel/Kp3dQ9xTzL7m", "arn:aws:ivs:us-west-2:123456789012:",
        "arn:aws::us-west-2:123456789012:channel/x", "arn::ivs:us-west-2:123456789012:channel/x",
        "ARN:aws:ivs:us-west-2:123456789012:channel/x", "arn:aws:ivs:us-west-2:123456789012"})
    void new_malformed_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Arn(text))
                .withMessage("not an ARN (expected arn:partition:service:region:account:resource): " + text);
    }
}
