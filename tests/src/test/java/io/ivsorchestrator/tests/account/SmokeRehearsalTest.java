package io.ivsorchestrator.tests.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;

/** The test for a real account, rehearsed where there is none. */
class SmokeRehearsalTest {
    private final Map<String, String> surroundings = new TreeMap<>();

    private void surround(RehearsedAccount account, String deployment) {
        surroundings.putAll(account.surroundings());
        surroundings.put("smoke.deployment", deployment);
        surroundings.forEach(System::setProperty);
    }

    @AfterEach
    void leave() {
        surroundings.keySet().forEach(System::clearProperty);
    }

    @Test
    void deploymentThatWorks_passes_andIsLeftAsItWas() {
        try (RehearsedAccount account = new RehearsedAccount(true)) {
            surround(account, "rehearsal");
            DeployedSmokeTest smoke = new DeployedSmokeTest();

            smoke.tryDeployment();
            assertThat(account.items()).isPositive();
            smoke.removeWhatWasMade();

            assertThat(account.s3.listObjectsV2(request -> request.bucket(RehearsedAccount.BUCKET)).contents())
                    .isEmpty();
            assertThat(account.items()).isZero();
        }
    }

    @Test
    void deploymentWithoutSimulatedEvents_saysHowToTurnThemOn() {
        try (RehearsedAccount account = new RehearsedAccount(false)) {
            surround(account, "rehearsal");
            DeployedSmokeTest smoke = new DeployedSmokeTest();

            assertThatThrownBy(smoke::tryDeployment)
                    .isInstanceOf(AssertionError.class).hasMessageContaining("-c ivs:simulatedEvents=true");
        }
    }

    @Test
    void deploymentThatIsNotThere_isNamed() {
        try (RehearsedAccount account = new RehearsedAccount(true)) {
            surround(account, "elsewhere");

            assertThatThrownBy(DeployedSmokeTest::new).isInstanceOf(CloudFormationException.class)
                    .hasMessageContaining("does not exist");
        }
    }
}
