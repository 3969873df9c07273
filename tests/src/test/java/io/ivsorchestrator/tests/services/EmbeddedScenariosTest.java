package io.ivsorchestrator.tests.services;

class EmbeddedScenariosTest extends RecordingScenarios {
    @Override
    Services open() {
        return new EmbeddedServices();
    }
}
