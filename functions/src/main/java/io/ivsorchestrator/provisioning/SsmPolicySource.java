package io.ivsorchestrator.provisioning;

import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.lambda.powertools.parameters.ssm.SSMProvider;

/**
 * In a parameter of SSM Parameter Store. Needs {@code ssm:GetParameter} on it. Powertools keeps what it read for five seconds,
 * which is longer than anybody notices.
 */
public final class SsmPolicySource implements PolicySource {
    private final SSMProvider parameters;
    private final String parameter;

    public SsmPolicySource(SsmClient ssm, String parameter) {
        this.parameters = SSMProvider.builder().withClient(ssm).build();
        this.parameter = parameter;
    }

    @Override
    public Optional<String> text() {
        try {
            return Optional.ofNullable(parameters.get(parameter));
        } catch (ParameterNotFoundException nobodyWroteOne) {
            return Optional.empty();
        } catch (SdkException failed) {
            throw new PolicyUnavailableException("cannot read the parameter " + parameter + ": " + failed.getMessage(),
                    failed);
        }
    }

    @Override
    public String place() {
        return "the parameter " + parameter;
    }
}
