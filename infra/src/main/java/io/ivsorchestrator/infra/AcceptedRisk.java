package io.ivsorchestrator.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/**
 * Says, at the resource, why a rule of cdk-nag does not hold there. Written as cdk-nag reads it (its README,
 * "Suppressing a Rule"), so that only the tests need cdk-nag, and whoever reads the template finds the reason.
 */
final class AcceptedRisk {
    private static final String METADATA = "cdk_nag";
    private static final String SUPPRESSED = "rules_to_suppress";

    private AcceptedRisk() {
    }

    static void of(IConstruct construct, String rule, String reason) {
        CfnResource resource = construct instanceof CfnResource itself
                ? itself
                : (CfnResource) Objects.requireNonNull(construct.getNode().getDefaultChild());
        List<Object> all = new ArrayList<>();
        if (resource.getMetadata(METADATA) instanceof Map<?, ?> nag && nag.get(SUPPRESSED) instanceof List<?> before) {
            all.addAll(before);
        }
        all.add(Map.of("id", rule, "reason", reason));
        resource.addMetadata(METADATA, Map.of(SUPPRESSED, all));
    }
}
