package io.ivsorchestrator.local.ivs.account;

import org.jspecify.annotations.Nullable;

/**
 * A channel. Components have the API's names.
 *
 * @param recordingConfigurationArn empty = not recorded
 * @param preset empty but for the ADVANCED types
 */
public record Channel(
        String arn,
        String name,
        String latencyMode,
        String type,
        String recordingConfigurationArn,
        String ingestEndpoint,
        String playbackUrl,
        boolean authorized,
        boolean insecureIngest,
        String preset,
        Srt srt,
        String playbackRestrictionPolicyArn,
        @Nullable Multitrack multitrackInputConfiguration,
        String containerFormat,
        String adConfigurationArn) implements Keyed {

    /** @param passphrase secret */
    public record Srt(String endpoint, String passphrase) {}

    public record Multitrack(boolean enabled, @Nullable String policy, @Nullable String maximumResolution) {}

    @Override
    public String key() {
        return arn;
    }
}
