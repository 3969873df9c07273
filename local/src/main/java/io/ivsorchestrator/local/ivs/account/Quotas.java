package io.ivsorchestrator.local.ivs.account;

/**
 * How many of each resource the account may hold in its region.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/service-quotas.html">Service Quotas
 * (Low-Latency Streaming)</a>
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/RealTimeUserGuide/service-quotas.html">... (Real-Time Streaming)</a>
 */
public record Quotas(
        int recordingConfigurations,
        int channels,
        int concurrentStreams,
        int storageConfigurations,
        int encoderConfigurations,
        int stages,
        int concurrentPublishers,
        int publishersPerStage,
        int concurrentCompositions,
        int compositionsPerStage) {

    /** Those of a new account. */
    public static final Quotas DEFAULT = new Quotas(20, 5000, 100, 5, 20, 1000, 1000, 12, 20, 5);

    public Quotas withRecordingConfigurations(int number) {
        return new Quotas(number, channels, concurrentStreams, storageConfigurations, encoderConfigurations, stages,
                concurrentPublishers, publishersPerStage, concurrentCompositions, compositionsPerStage);
    }

    public Quotas withChannels(int number) {
        return new Quotas(recordingConfigurations, number, concurrentStreams, storageConfigurations,
                encoderConfigurations, stages, concurrentPublishers, publishersPerStage, concurrentCompositions,
                compositionsPerStage);
    }

    public Quotas withStages(int number) {
        return new Quotas(recordingConfigurations, channels, concurrentStreams, storageConfigurations,
                encoderConfigurations, number, concurrentPublishers, publishersPerStage, concurrentCompositions,
                compositionsPerStage);
    }
}
