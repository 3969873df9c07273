package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.media.S3MediaObjects;
import io.ivsorchestrator.salvaging.InspectRecording;
import io.ivsorchestrator.salvaging.S3SalvageStore;
import io.ivsorchestrator.salvaging.SalvageHandler;
import io.ivsorchestrator.salvaging.SalvageRecording;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Salvage, fed by our own bus: a recording that fails on the laptop is playable as far as it goes. */
final class SalvageFeature implements Feature {
    /** Of the queue and the function. */
    static final String NAME = "salvage";

    @Override
    public Assembly assemble(Parts parts) {
        S3MediaObjects objects = new S3MediaObjects(parts.s3());
        // The emulator writes all that it has before it tells of a failure, and nobody waits ten minutes for a story.
        SalvageRecording salvage = new SalvageRecording(parts.index(), objects, new S3SalvageStore(parts.s3()),
                _ -> true, Duration.ZERO, InstantSource.system());
        InspectRecording inspect = new InspectRecording(parts.index(), objects, InstantSource.system());
        return Assembly.of(new Pipeline(NAME, new SalvageHandler(salvage, inspect, parts.metrics()),
                SalvageFeature::rules));
    }

    private static List<EventRule> rules(Routing routing) {
        // The publisher names this account, whoever's events were captured.
        return List.of(EventRule.ofRecordings("failed-recordings",
                EventPatterns.failedRecordings(LocalClients.ACCOUNT)));
    }
}
