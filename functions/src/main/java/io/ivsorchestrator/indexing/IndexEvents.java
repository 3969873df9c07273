package io.ivsorchestrator.indexing;

import io.ivsorchestrator.events.Event;
import io.ivsorchestrator.events.EventDecoder;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Subject;
import io.ivsorchestrator.runtime.QueueMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Indexes a batch of events: reads each, folds the facts by what they are about, and writes each subject once. One event's
 * trouble is its own: a broken one is put aside, one whose facts could not be written is returned, and the others go on.
 *
 * <p>Calls no IVS API. Reads at most one S3 object per S3 event.
 */
public final class IndexEvents {
    private static final Outcome.Returned OUT_OF_TIME = new Outcome.Returned("there was no time left",
            Optional.empty());

    private final RecordingIndex index;
    private final MetadataReading metadata;
    private final Quarantine quarantine;
    private final EventReading reading;

    public IndexEvents(RecordingIndex index, RecordingFiles files, Quarantine quarantine, TrustedAccounts accounts) {
        this.index = index;
        this.metadata = new MetadataReading(files);
        this.quarantine = quarantine;
        this.reading = new EventReading(accounts);
    }

    /**
     * Handles the messages, each with an id of its own.
     *
     * @param inTime asked before each step; once it says no, whatever is not yet done is returned, so that a slow table or
     *               bucket costs the messages that wait for it and not those that were handled
     */
    public BatchReport index(List<QueueMessage> messages, BooleanSupplier inTime) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        Map<Subject, List<Fact>> facts = new LinkedHashMap<>();
        Optional<Instant> oldest = Optional.empty();
        for (QueueMessage message : messages) {
            try {
                if (inTime.getAsBoolean()) {
                    Meaning meaning = meaning(message);
                    oldest = Stream.of(oldest, meaning.time()).flatMap(Optional::stream).min(Comparator.naturalOrder());
                    read(message, meaning.reading(), facts, outcomes);
                } else {
                    outcomes.put(message.id(), OUT_OF_TIME);
                }
            } catch (RecordingFilesException | Quarantine.QuarantineException later) {
                outcomes.put(message.id(), returned(later));
            } catch (RuntimeException unforeseen) {
                outcomes.put(message.id(), unforeseen(unforeseen));
            }
        }
        int unread = 0;
        for (Map.Entry<Subject, List<Fact>> each : facts.entrySet()) {
            if (inTime.getAsBoolean()) {
                unread += record(each.getKey(), each.getValue(), outcomes);
            } else {
                giveBack(each.getValue(), OUT_OF_TIME, outcomes);
            }
        }
        return BatchReport.of(messages, outcomes, oldest, unread);
    }

    /** A fact with the message that told it. */
    private record Fact(QueueMessage message, Evidence evidence) {}

    private void read(QueueMessage message, Reading reading, Map<Subject, List<Fact>> facts,
            Map<String, Outcome> outcomes) {
        switch (reading) {
            case Reading.Told told -> add(message, told.evidence(), facts);
            case Reading.MetadataWritten written -> add(message, metadata.read(written), facts);
            case Reading.OfNoUse ofNoUse -> outcomes.put(message.id(), new Outcome.Ignored(ofNoUse.rule()));
            case Reading.Refused refused -> {
                quarantine.keep(message, refused.reason());
                outcomes.put(message.id(), new Outcome.Quarantined(refused.reason()));
            }
        }
    }

    /** What a message means, and when what it tells of happened, if that can be read. */
    private record Meaning(Reading reading, Optional<Instant> time) {}

    private Meaning meaning(QueueMessage message) {
        try {
            Event event = EventDecoder.decode(message.body());
            return new Meaning(reading.read(event), Optional.of(event.envelope().time()));
        } catch (JsonException broken) {
            return new Meaning(new Reading.Refused(broken.path() + ": " + broken.problem()), Optional.empty());
        }
    }

    private static void add(QueueMessage message, List<Evidence> evidence, Map<Subject, List<Fact>> facts) {
        evidence.forEach(each -> facts.computeIfAbsent(each.subject(), _ -> new ArrayList<>())
                .add(new Fact(message, each)));
    }

    /** How many metadata objects turned out, for the first time, to be of no use. */
    private int record(Subject subject, List<Fact> told, Map<String, Outcome> outcomes) {
        int unread = 0;
        try {
            List<Boolean> news = index.record(subject, told.stream().map(Fact::evidence).toList());
            for (int i = 0; i < told.size(); i++) {
                boolean isNew = news.get(i);
                Outcome outcome = isNew ? new Outcome.Applied() : new Outcome.AlreadyKnown();
                outcomes.merge(told.get(i).message.id(), outcome, IndexEvents::worse);
                unread += isNew && told.get(i).evidence instanceof Evidence.MetadataUnread ? 1 : 0;
            }
        } catch (IndexUnavailableException later) {
            giveBack(told, returned(later), outcomes);
        } catch (RuntimeException unforeseen) {
            giveBack(told, unforeseen(unforeseen), outcomes);
        }
        return unread;
    }

    private static void giveBack(List<Fact> told, Outcome.Returned returned, Map<String, Outcome> outcomes) {
        told.forEach(fact -> outcomes.put(fact.message.id(), returned));
    }

    private static Outcome.Returned returned(RuntimeException cause) {
        return new Outcome.Returned(String.valueOf(cause.getMessage()), Optional.empty());
    }

    /** A mistake of ours must not take the rest of the batch along; the message ends in the dead-letter queue. */
    private static Outcome.Returned unforeseen(RuntimeException exception) {
        return new Outcome.Returned("unforeseen: " + exception.getClass().getName(), Optional.of(exception));
    }

    /** A message with several facts is returned if any could not be written, and applied if any was new. */
    private static Outcome worse(Outcome one, Outcome other) {
        if (one instanceof Outcome.Returned) {
            return one;
        }
        return other instanceof Outcome.AlreadyKnown ? one : other;
    }
}
