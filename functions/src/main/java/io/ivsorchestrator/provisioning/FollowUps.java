package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When to look again at what could not be done. What is live or in use is looked at again a few times; after that its end (the
 * event of it) or the daily sweep has to come.
 */
final class FollowUps {
    /** Delays by attempt, about three hours in all; the last is SQS's longest. */
    private static final List<Duration> BUSY = List.of(Duration.ofSeconds(20), Duration.ofMinutes(1),
            Duration.ofMinutes(5), Duration.ofMinutes(15));
    static final int MAX_BUSY_ATTEMPTS = 15;
    /** What IVS does not do for longer is left to the sweep. */
    static final int MAX_ATTEMPTS = 30;

    private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);

    private final DelayedMessages messages;
    private final InstantSource clock;

    FollowUps(DelayedMessages messages, InstantSource clock) {
        this.messages = messages;
        this.clock = clock;
    }

    /** Sends for what is not done; nothing for what failed, which waits for a person, or is done. */
    void after(Map<Arn, StepOutcome> outcomes, int attempt) {
        List<Arn> busy = new ArrayList<>();
        List<Arn> stale = new ArrayList<>();
        List<Arn> waiting = new ArrayList<>();
        List<Arn> budget = new ArrayList<>();
        Instant notBefore = clock.instant();
        for (Map.Entry<Arn, StepOutcome> entry : outcomes.entrySet()) {
            switch (entry.getValue()) {
                case StepOutcome.Done() -> {
                    // Nothing remains.
                }
                case StepOutcome.Failed(String reason) ->
                        LOG.warn("not done resource={} reason={}", entry.getKey(), reason);
                case StepOutcome.Busy(String reason) -> {
                    LOG.info("busy resource={} attempt={} reason={}", entry.getKey(), attempt, reason);
                    busy.add(entry.getKey());
                }
                case StepOutcome.Stale(String reason) -> {
                    LOG.info("stale resource={} attempt={} reason={}", entry.getKey(), attempt, reason);
                    stale.add(entry.getKey());
                }
                case StepOutcome.Waiting it -> {
                    (it.budget() ? budget : waiting).add(entry.getKey());
                    notBefore = it.notBefore().isAfter(notBefore) ? it.notBefore() : notBefore;
                }
            }
        }
        if (attempt < MAX_BUSY_ATTEMPTS) {
            send(busy, attempt + 1, BUSY.get(Math.min(attempt, BUSY.size() - 1)));
        }
        later(budget, attempt, notBefore);
        if (attempt < MAX_ATTEMPTS) {
            // The longer it lasts, the less often: IVS may be away for hours.
            send(stale, attempt + 1, Duration.ofSeconds(1L << Math.min(attempt, 9)));
            later(waiting, attempt + 1, notBefore.plusSeconds((1L << Math.min(attempt, 9)) - 1));
        }
    }

    /** Looks again at a time. */
    void later(List<Arn> arns, int attempt, Instant notBefore) {
        send(arns, attempt, Delays.until(clock.instant(), notBefore));
    }

    private void send(List<Arn> arns, int attempt, Duration delay) {
        for (int from = 0; from < arns.size(); from += ProvisioningMessage.Check.MOST) {
            messages.send(new ProvisioningMessage.Check(
                    arns.subList(from, Math.min(from + ProvisioningMessage.Check.MOST, arns.size())), attempt).text(),
                    delay);
        }
    }
}
