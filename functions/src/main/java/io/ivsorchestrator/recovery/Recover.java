package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.incident.Attempt;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentKey;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.Notice;
import io.ivsorchestrator.incident.Notifications;
import io.ivsorchestrator.incident.Sighting;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.recording.Failure;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recovery.Examination.Finding;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Handles a batch of our own events: counts failures in incidents, and for each incident that needs it looks, repairs and tells,
 * one worker at a time; closes incidents when a later recording works.
 *
 * <p>Whoever dies on the way leaves its messages in the queue and a lease that runs out before they are delivered again, so the
 * queue's visibility timeout must be longer than {@link #LEASE}.
 */
public final class Recover {
    /** How long one worker has an incident for itself. */
    public static final Duration LEASE = Duration.ofMinutes(2);
    /** How long after a repair failures are only counted: S3 takes a while to apply a policy everywhere. */
    static final Duration COOL_DOWN = Duration.ofMinutes(5);
    /** Failures with a symptom that led to an open incident are not looked at again within so long. */
    static final Duration SAME_CAUSE = Duration.ofMinutes(10);
    /**
     * So long before an incident opened its cause may have been there: EventBridge delivers an event for up to 24 hours, so that
     * an earlier failure may become known later (EventBridge User Guide, "Retrying event delivery").
     */
    static final Duration TOLD_LATER = Duration.ofHours(24);
    /** An incident that goes on is told again after so long. */
    static final Duration REMINDER = Duration.ofHours(24);
    /** What failed longer ago is no news that should wake somebody. */
    static final Duration NEWS = Duration.ofHours(24);
    /** Of what failed longer ago a look at how things are now says nothing. */
    static final Duration SEEN_FOR = Duration.ofDays(3);
    /** Whoever is refused by the limiter of calls asks again then; its own time may be another clock's. */
    static final Duration POSTPONED = Duration.ofSeconds(15);
    /** A configuration is usable after a few seconds, up to 20. */
    private static final Duration SOON = Duration.ofSeconds(30);
    /** With growing waits, about a day: a stream that goes on may keep a configuration from being attached. */
    private static final int MAX_ROUNDS = 100;
    private static final int MAX_OPEN = 1000;

    private final IncidentStore incidents;
    private final RecordingIndex index;
    private final Examination examination;
    private final Remedies remedies;
    private final Notifications notifications;
    private final DelayedMessages later;
    private final Settings settings;
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
            Buckets buckets,
            Notifications notifications, DelayedMessages later, Settings settings, InstantSource clock) {
        this.incidents = incidents;
        this.index = index;
        this.examination = new Examination(lowLatency, realTime, buckets);
        this.remedies = new Remedies(settings.mode(), lowLatency, realTime, buckets);
        this.notifications = notifications;
        this.later = later;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Handles the messages, each with an id of its own.
     *
     * @param inTime asked before each step; once it says no, whatever is not yet done is returned
     */
    public RecoveryReport handle(List<QueueMessage> messages, BooleanSupplier inTime) {
        Batch batch = new Batch(inTime);
        messages.forEach(batch::read);
        batch.failures();
        batch.successes();
        return batch.report(messages);
    }

    /** A message with what it says. */
    private record Told(QueueMessage message, OutcomeEvent event) {
        FailedRecording failed() {
            return new FailedRecording(event.recording(), event.toldBy());
        }

        /** Whether it is ours, to go on with what was begun. */
        boolean continues() {
            return event.round() > 0;
        }
    }

    private final class Batch {
        private final BooleanSupplier inTime;
        private final Map<String, Outcome> outcomes = new HashMap<>();
        private final List<Told> failures = new ArrayList<>();
        private final List<Told> successes = new ArrayList<>();
        private int opened;
        private int closed;
        private int attempts;
        private int notices;

        Batch(BooleanSupplier inTime) {
            this.inTime = inTime;
        }

        void read(QueueMessage message) {
            try {
                OutcomeEvent event = OutcomeEvent.read(message.body(), settings.account());
                switch (event.change()) {
                    case FAILED -> failures.add(new Told(message, withCode(event)));
                    case STARTED, ENDED -> successes.add(new Told(message, event));
                    case MEDIA_CHANGED, DELETED -> outcomes.put(message.id(), new Outcome.Nothing());
                }
            } catch (JsonException | IllegalArgumentException broken) {
                outcomes.put(message.id(),
                        new Outcome.Returned("unreadable: " + broken.getMessage(), Optional.empty()));
            } catch (IndexUnavailableException again) {
                outcomes.put(message.id(), new Outcome.Returned(String.valueOf(again.getMessage()), Optional.empty()));
            }
        }

        /** S3 may tell of a failure before IVS does, and has no error code: IVS's event is known by now, most likely. */
        private OutcomeEvent withCode(OutcomeEvent event) {
            boolean told = event.recording().failure().flatMap(Failure::code).isPresent();
            return told ? event : event.of(index.find(event.recording().id()).orElse(event.recording()));
        }

        void failures() {
            Map<String, List<Told>> bySymptom = failures.stream().collect(Collectors
                    .groupingBy(told -> told.failed().symptom(), LinkedHashMap::new, Collectors.toList()));
            Map<IncidentKey, List<Told>> linked = new LinkedHashMap<>();
            bySymptom.values().forEach(alike -> attempt(alike, () -> link(alike, linked)));
            linked.forEach((key, told) -> attempt(told, () -> work(key, told)));
        }

        /** Does something for some messages; what goes wrong returns these and no others. */
        private void attempt(List<Told> told, Runnable step) {
            if (!inTime.getAsBoolean()) {
                giveBack(told, "there was no time left", Optional.empty());
                return;
            }
            try {
                step.run();
            } catch (IvsRefusedException.Deferred | IvsRefusedException.Throttled _) {
                postpone(told);
            } catch (IndexUnavailableException | IvsRefusedException | Buckets.LookException
                    | Notifications.NotificationException | DelayedMessages.MessageNotSentException again) {
                giveBack(told, String.valueOf(again.getMessage()), Optional.empty());
            } catch (RuntimeException unforeseen) {
                giveBack(told, "unforeseen: " + unforeseen.getClass().getName(), Optional.of(unforeseen));
            }
        }

        /**
         * Where hundreds of channels fail at once, the share of calls that we allow ourselves is used up for minutes, longer
         * than the queue has deliveries. What failed long ago takes its chance with these, so that nothing goes round for ever.
         */
        private void postpone(List<Told> told) {
            Instant now = clock.instant();
            Map<Boolean, List<Told>> byAge = told.stream()
                    .collect(Collectors.partitioningBy(each -> isNews(each.failed(), now)));
            giveBack(byAge.getOrDefault(false, List.of()), "IVS must be asked later", Optional.empty());
            for (Told each : byAge.getOrDefault(true, List.of())) {
                try {
                    later.send(each.event.write(settings.account()), POSTPONED);
                    outcomes.put(each.message.id(), new Outcome.Postponed());
                } catch (DelayedMessages.MessageNotSentException lost) {
                    giveBack(List.of(each), String.valueOf(lost.getMessage()), Optional.empty());
                }
            }
        }

        private void giveBack(List<Told> told, String cause, Optional<RuntimeException> unforeseen) {
            told.forEach(each -> outcomes.put(each.message.id(), new Outcome.Returned(cause, unforeseen)));
        }

        /** Failures that look alike and came together have one cause, unless an incident explains some of them. */
        private void link(List<Told> alike, Map<IncidentKey, List<Told>> linked) {
            List<Told> open = explain(byTime(alike), linked);
            if (open.isEmpty()) {
                return;
            }
            FailedRecording last = open.getLast().failed();
            Finding finding = last.at().isBefore(clock.instant().minus(SEEN_FOR))
                    ? examination.byCode(last)
                    : examination.examine(last);
            // Asked once more: somebody else may have found the cause and repaired it before we looked, and we saw nothing.
            List<Told> looked = explain(open, linked);
            if (looked.isEmpty()) {
                return;
            }
            if (finding.diagnosis() instanceof Diagnosis.Unknown unknown) {
                unexplained(looked, finding, unknown.key(), linked);
            } else {
                count(finding.diagnosis().key(), looked, finding.seen(), linked);
            }
        }

        private static List<Told> byTime(List<Told> told) {
            return told.stream().sorted(Comparator.comparing(each -> each.failed().at())).toList();
        }

        /** Counts what the incident explains to which the symptom led last, and returns the others. */
        private List<Told> explain(List<Told> alike, Map<IncidentKey, List<Told>> linked) {
            Optional<Incident> known = incidents.bySymptom(alike.getFirst().failed().symptom());
            Map<Boolean, List<Told>> explained = alike.stream().collect(Collectors.partitioningBy(
                    told -> known.filter(incident -> explains(incident, told.failed())).isPresent()));
            List<Told> there = explained.getOrDefault(true, List.of());
            if (!there.isEmpty()) {
                count(known.orElseThrow().key(), there, List.of(), linked);
            }
            return explained.getOrDefault(false, List.of());
        }

        /**
         * Nothing is wrong now. A failure of the time of an incident of the same bucket, channel or stage belongs to that: what
         * was wrong is put right since.
         */
        private void unexplained(List<Told> told, Finding finding, IncidentKey unknown,
                Map<IncidentKey, List<Told>> linked) {
            List<Incident> nearby = nearby(told.getLast().failed(), finding);
            Map<Optional<IncidentKey>, List<Told>> byIncident = told.stream().collect(Collectors
                    .groupingBy(each -> earlier(each.failed(), nearby), LinkedHashMap::new, Collectors.toList()));
            byIncident.forEach((earlier, some) -> count(earlier.orElse(unknown), some,
                    earlier.isPresent() ? List.of() : finding.seen(), linked));
        }

        /** Incidents that may be why something failed there, the latest first. */
        private List<Incident> nearby(FailedRecording failed, Finding finding) {
            Optional<String> bucket = finding.bucket().map(Diagnosis::bucketArn);
            return Stream.concat(bucket.stream(), failed.source().map(Arn::value).stream())
                    .flatMap(arn -> incidents.at(arn).stream()).distinct()
                    .filter(incident -> concerns(incident, failed, finding.bucket()))
                    .sorted(Comparator.comparing(Incident::opened).reversed()).toList();
        }

        private static Optional<IncidentKey> earlier(FailedRecording failed, List<Incident> nearby) {
            return nearby.stream().filter(incident -> incident.wasThere(failed.at(), TOLD_LATER, SAME_CAUSE))
                    .map(Incident::key).findFirst();
        }

        private void count(IncidentKey key, List<Told> byTime, List<String> seen, Map<IncidentKey, List<Told>> linked) {
            FailedRecording last = byTime.getLast().failed();
            boolean isNew = incidents.find(key).filter(incident -> incident.covers(last.at())).isEmpty();
            byTime.stream().collect(Collectors.groupingBy(told -> told.failed().at().equals(last.at()))).entrySet()
                    .stream().sorted(Map.Entry.comparingByKey())
                    .forEach(group -> {
                        Incident reported = incidents.report(key, sighting(group.getValue(), seen));
                        linked.computeIfAbsent(reported.key(), _ -> new ArrayList<>()).addAll(group.getValue());
                    });
            opened += isNew && linked.containsKey(key) ? 1 : 0;
        }

        private Sighting sighting(List<Told> told, List<String> seen) {
            Set<RecordingId> recordings = told.stream().map(each -> each.failed().id())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> affected = told.stream().flatMap(each -> each.failed().source().stream())
                    .map(source -> source.value()).collect(Collectors.toCollection(TreeSet::new));
            Set<String> symptoms = told.stream().map(each -> each.failed().symptom())
                    .collect(Collectors.toCollection(TreeSet::new));
            return new Sighting(told.getFirst().failed().at(), recordings, affected, symptoms, seen);
        }

        private boolean explains(Incident incident, FailedRecording failed) {
            // Before an incident of no known cause there may have been another of a known one.
            Duration before = incident.key().cause() == Cause.UNKNOWN ? Duration.ZERO : TOLD_LATER;
            boolean tooEarly = failed.at().isBefore(incident.opened().minus(before));
            return !tooEarly && switch (incident.state()) {
                case OPEN -> !failed.at().isAfter(incident.lastSeen().plus(SAME_CAUSE));
                case COOLING -> incident.coolsUntil().filter(until -> !failed.at().isAfter(until)).isPresent();
                case CLOSED -> incident.covers(failed.at());
            };
        }

        /** Looks after one incident, unless somebody else does or nothing is left to do. */
        private void work(IncidentKey key, List<Told> told) {
            told.forEach(each -> outcomes.put(each.message.id(), new Outcome.Linked(key.id())));
            List<Told> latestFirst = byTime(told).reversed();
            FailedRecording latest = latestFirst.getFirst().failed();
            Instant now = clock.instant();
            if (incidents.find(key).filter(it -> isDue(it, latestFirst, now)).isEmpty()) {
                return;
            }
            Optional<Incident> leased = incidents.lease(key, now, LEASE);
            if (leased.isEmpty()) {
                // Whoever has it may not live to tell, and their message may be gone: one of ours leads back here, and
                // what was begun is gone on with by nobody else.
                giveBack(
                        latestFirst.stream().filter(it -> it.continues() || it.equals(latestFirst.getFirst())).toList(),
                        "somebody else works on incident " + key.id(), Optional.empty());
                return;
            }
            int before = attempts;
            // Not released where this fails: what was repaired may not be written down, and until when the cause was there is
            // only known by the lease.
            Incident done = leased.get();
            try {
                for (Told each : latestFirst) {
                    done = remedy(done, each, now);
                }
            } catch (IvsRefusedException refused) {
                // Nothing was done that doing it again would harm.
                incidents.update(key, Incident::released);
                throw refused;
            }
            try {
                boolean tell = isNoticeDue(done, now) || attempts > before;
                if (tell && isNews(latest, now)) {
                    tell(IncidentMessage.failing(done, Cure.of(key), settings.runbook()), key, now);
                }
            } finally {
                incidents.update(key, Incident::released);
            }
        }

        private boolean isDue(Incident incident, List<Told> latestFirst, Instant now) {
            return (isNoticeDue(incident, now) && isNews(latestFirst.getFirst().failed(), now))
                    || latestFirst.stream().anyMatch(
                            told -> remedies.next(incident, told.failed(), now, told.continues()).isPresent());
        }

        private boolean isNews(FailedRecording failed, Instant now) {
            return failed.at().isAfter(now.minus(NEWS));
        }

        private boolean isNoticeDue(Incident incident, Instant now) {
            if (incident.notices().isEmpty()) {
                return true;
            }
            return incident.state() == Incident.State.OPEN
                    && incident.notices().getLast().at().plus(REMINDER).isBefore(now);
        }

        /** Everything whose turn it is for one failure, each written down before the next. */
        private Incident remedy(Incident incident, Told told, Instant now) {
            Incident current = incident;
            Optional<Remedy> next = remedies.next(current, told.failed(), now, told.continues());
            while (next.isPresent()) {
                if (!inTime.getAsBoolean()) {
                    giveBack(List.of(told), "there was no time left", Optional.empty());
                    return current;
                }
                Attempt attempt = remedies.apply(next.get(), told.failed(), clock);
                boolean begun = attempt.outcome() == Attempt.Outcome.STARTED;
                if (begun) {
                    // Before it is written down: whoever dies in between begins again.
                    goOnLater(told);
                }
                boolean repair = next.get().permission() == RecoveryMode.Permission.REPAIR;
                current = incidents.update(current.key(), it -> noted(it, attempt, repair)).orElseThrow();
                attempts += attempt.concluded() ? 1 : 0;
                next = begun ? Optional.empty() : remedies.next(current, told.failed(), now, false);
            }
            return current;
        }

        private Incident noted(Incident incident, Attempt attempt, boolean repair) {
            boolean begun = attempt.outcome() == Attempt.Outcome.STARTED;
            boolean known = begun && incident.attempts().stream().anyMatch(it -> it.remark().equals(attempt.remark())
                    && it.after().equals(attempt.after()));
            Incident noted = known ? incident : incident.attempted(attempt);
            boolean cools = repair && (begun || attempt.concluded()) && noted.closed().isEmpty();
            return cools ? noted.coolingUntil(attempt.at().plus(COOL_DOWN)) : noted;
        }

        /** What was begun goes on by one message to ourselves: soon, then less and less often. */
        private void goOnLater(Told told) {
            if (told.event.round() < MAX_ROUNDS) {
                later.send(told.event.again().write(settings.account()), SOON.multipliedBy(1L + told.event.round()));
            }
        }

        private void tell(IncidentMessage message, IncidentKey key, Instant now) {
            notifications.send(message.subject(), message.text());
            incidents.update(key, it -> it.noticed(new Notice(now, message.subject())));
            notices++;
        }

        void successes() {
            if (successes.isEmpty()) {
                return;
            }
            attempt(successes, () -> {
                successes.forEach(told -> outcomes.put(told.message.id(), new Outcome.Nothing()));
                List<Incident> open = incidents.open(Optional.empty(), MAX_OPEN);
                for (Told told : successes) {
                    open.stream().filter(incident -> shows(told.event, incident)).map(Incident::key)
                            .forEach(key -> close(key, told.event.recording()));
                }
            });
        }

        private void close(IncidentKey key, RecordingSummary worked) {
            Optional<Incident> before = incidents.find(key);
            Optional<Incident> after = incidents.update(key, it -> it.worked(worked.startedAt()));
            boolean over = before.filter(it -> it.state() != Incident.State.CLOSED).isPresent()
                    && after.filter(it -> it.state() == Incident.State.CLOSED).isPresent();
            if (over) {
                closed++;
                if (!after.get().notices().isEmpty()) {
                    tell(IncidentMessage.over(after.get(), worked.id().text(), settings.runbook()), key,
                            clock.instant());
                }
            }
        }

        RecoveryReport report(List<QueueMessage> received) {
            SequencedMap<String, Outcome> inOrder = new LinkedHashMap<>();
            received.forEach(message -> inOrder.put(message.id(),
                    outcomes.getOrDefault(message.id(), new Outcome.Returned("was not handled", Optional.empty()))));
            return new RecoveryReport(inOrder, opened, closed, attempts, notices);
        }
    }

    /** Whether a recording that works says something about an incident's cause. */
    private static boolean shows(OutcomeEvent event, Incident incident) {
        RecordingSummary recording = event.recording();
        FailedRecording it = new FailedRecording(recording, event.toldBy());
        boolean proves = switch (incident.key().cause().proof()) {
            case START -> true;
            case END -> event.change() == OutboundChange.ENDED;
        };
        return proves && concerns(incident, it, it.bucket());
    }

    /**
     * Whether an incident's cause bears on a recording.
     *
     * @param in the bucket that it is or would be in, if known
     */
    private static boolean concerns(Incident incident, FailedRecording it, Optional<String> in) {
        boolean sameBucket = in.map(Diagnosis::bucketArn).filter(incident.key().resource()::equals).isPresent();
        boolean sameSource = it.source().filter(source -> incident.affected().contains(source.value())).isPresent();
        return switch (incident.key().cause()) {
            case BUCKET_MISSING, BUCKET_IN_OTHER_REGION, SSE_KMS -> sameBucket || sameSource;
            // A channel is recorded through a role, and so needs neither.
            case POLICY_GRANT_LOST, OBJECT_OWNERSHIP -> it.realTime() && (sameBucket || sameSource);
            case CONFIGURATION_MISSING, CONFIGURATION_CREATE_FAILED, UNSUPPORTED_CODEC, SERVICE_ERROR, QUOTA_EXCEEDED,
                    ACCOUNT_NOT_VERIFIED, ACCESS_DENIED, POLICY_REFUSED, UNKNOWN ->
                    sameSource;
        };
    }
}
