package io.ivsorchestrator.tests.services;

import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "io.ivsorchestrator.tests.services.LocalStack#isPossible", disabledReason = "no container engine")
class LocalStackScenariosTest extends RecordingScenarios {
    @Override
    Services open() {
        return new LocalStackServices();
    }
}
