package io.ivsorchestrator.infra;

import java.util.Optional;
import software.amazon.awscdk.services.events.IEventBus;

/** What puts messages into a {@link Pipeline}'s queue. */
sealed interface Feed {
    /** Unique within the pipeline; letters, as in a construct's id. */
    String id();

    /**
     * Events that match a pattern, as EventBridge delivers them.
     *
     * @param pattern as JSON text
     * @param bus     empty for the default bus, where AWS services put theirs
     */
    record Matching(String id, String pattern, Optional<IEventBus> bus) implements Feed {
        static Matching onDefaultBus(String id, String pattern) {
            return new Matching(id, pattern, Optional.empty());
        }
    }

    /**
     * Events that somebody made up to try the deployment, which reach the function as if IVS had sent them: their source
     * is replaced on the way, so that the function trusts nobody more than it does without them.
     *
     * @param pattern    as JSON text
     * @param pretendedSource the source of what arrives
     */
    record Simulated(String id, String pattern, String pretendedSource) implements Feed {}

    /**
     * One message at a time.
     *
     * @param schedule {@code rate(...)} or {@code cron(...)} as EventBridge Scheduler reads it, in UTC
     * @param message  JSON text
     */
    record Every(String id, String schedule, String message) implements Feed {}
}
