package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.Notifications;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.recording.Failure;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Handles a batch of our own events: counts failures in incidents ({@link Triage}), and for each incident that needs it looks,
 * repairs and tells, one worker at a time; closes incidents when a later recording works ({@link Treatment}).
 *
 * <p>Whoever dies on the way leaves its messages in the queue and a lease that runs out before they are delivered again, so the
 * queue's visibility timeout must be longer than {@link #LEASE}.
 */
public final class Recover {
    /** How long one worker has an incident for itself. */
    public static final Duration LEASE = Duration.ofMinutes(2);

    private final RecordingIndex index;
    private final Triage triage;
    private final Treatment treatment;
    private final OwnMessages ownMessages;
    private final String account;
    private final InstantSource clock;

    /**
     * What a deployment says.
     *
     * @param account the only one whose events are believed, 12 digits
     * @param runbook where the runbook's pages are, ending in a slash
     */
    public record Settings(RecoveryMode mode, String account, String runbook) {}

    /** @param index where an event's recording may by now have what the event had not */
    public Recover(IncidentStore incidents, RecordingIndex index, LowLatencyApi lowLatency, RealTimeApi realTime,
            Buckets buckets, Notifications notifications, DelayedMessages later, Settings settings,
            InstantSource clock) {
        this.index = index;
        this.account = settings.account();
        this.ownMessages = new OwnMessages(later, account);
        this.triage = new Triage(incidents, new Examination(lowLatency, realTime, buckets), clock);
        this.treatment = new Treatment(incidents, new Remedies(settings.mode(), lowLatency, realTime, buckets),
                new Announcements(incidents, notifications, settings.runbook()), ownMessages, clock);
        this.clock = clock;
    }

    /**
     * Handles the messages, each with an id of its own.
     *
     * @param inTime asked before each step; once it says no, whatever is not yet done is returned
     */
    public RecoveryReport handle(List<QueueMessage> messages, BooleanSupplier inTime) {
        Batch batch = new Batch(messages, inTime);
        List<Told> failures = new ArrayList<>();
        List<Told> successes = new ArrayList<>();
        for (Told told : read(messages, batch)) {
            switch (told.event().change()) {
                case FAILED -> failures.add(told);
                case STARTED, ENDED -> successes.add(told);
                case MEDIA_CHANGED, DELETED -> batch.became(told.message(), new Outcome.Nothing());
            }
        }
        handleFailures(failures, batch);
        handleSuccesses(successes, batch);
        return batch.report();
    }

    private List<Told> read(List<QueueMessage> messages, Batch batch) {
        List<Told> read = new ArrayList<>();
        for (QueueMessage message : messages) {
            try {
                read.add(new Told(message, withCode(OutcomeEvent.read(message.body(), account))));
            } catch (JsonException | IllegalArgumentException broken) {
                batch.became(message, new Outcome.Returned("unreadable: " + broken.getMessage(), Optional.empty()));
            } catch (IndexUnavailableException again) {
                batch.became(message, new Outcome.Returned(String.valueOf(again.getMessage()), Optional.empty()));
            }
        }
        return read;
    }

    /** S3 may tell of a failure before IVS does, and has no error code: IVS's event is known by now, most likely. */
    private OutcomeEvent withCode(OutcomeEvent event) {
        return switch (event.change()) {
            case FAILED -> {
                boolean told = event.recording().failure().flatMap(Failure::code).isPresent();
                yield told ? event : event.of(index.find(event.recording().id()).orElse(event.recording()));
            }
            case STARTED, ENDED, MEDIA_CHANGED, DELETED -> event;
        };
    }

    private void handleFailures(List<Told> failures, Batch batch) {
        Map<String, List<Told>> bySymptom = failures.stream().collect(Collectors
                .groupingBy(told -> told.failed().symptom(), LinkedHashMap::new, Collectors.toList()));
        bySymptom.values().forEach(alike -> attempt(alike, batch, () -> triage.count(alike, batch)));
        batch.byIncident().forEach((key, told) -> attempt(told, batch, () -> treatment.work(key, told, batch)));
    }

    private void handleSuccesses(List<Told> successes, Batch batch) {
        if (!successes.isEmpty()) {
            attempt(successes, batch, () -> {
                successes.forEach(told -> batch.became(told.message(), new Outcome.Nothing()));
                treatment.close(successes, batch);
            });
        }
    }

    /** Does something for some messages; what goes wrong returns these and no others. */
    private void attempt(List<Told> told, Batch batch, Runnable step) {
        if (!batch.inTime()) {
            batch.giveBack(told, Batch.NO_TIME);
            return;
        }
        try {
            step.run();
        } catch (IvsRefusedException.Deferred | IvsRefusedException.Throttled _) {
            postpone(told, batch);
        } catch (IndexUnavailableException | IvsRefusedException | Buckets.LookException
                | Notifications.NotificationException | DelayedMessages.MessageNotSentException again) {
            batch.giveBack(told, String.valueOf(again.getMessage()));
        } catch (RuntimeException unforeseen) {
            batch.giveBack(told, "unforeseen: " + unforeseen.getClass().getName(), Optional.of(unforeseen));
        }
    }

    /**
     * Where hundreds of channels fail at once, the share of calls that we allow ourselves is used up for minutes, longer
     * than the queue has deliveries. What failed long ago takes its chance with these, so that nothing goes round for ever.
     */
    private void postpone(List<Told> told, Batch batch) {
        Instant now = clock.instant();
        for (Told each : told) {
            if (!Announcements.isNews(each.failed(), now)) {
                batch.giveBack(List.of(each), "IVS must be asked later");
                continue;
            }
            try {
                ownMessages.postpone(each);
                batch.became(each.message(), new Outcome.Postponed());
            } catch (DelayedMessages.MessageNotSentException lost) {
                batch.giveBack(List.of(each), String.valueOf(lost.getMessage()));
            }
        }
    }
}
