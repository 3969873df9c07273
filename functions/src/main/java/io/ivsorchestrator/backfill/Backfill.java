package io.ivsorchestrator.backfill;

import io.ivsorchestrator.backfill.Errand.Work;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.MetadataEvidence;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.media.RecordingListing;
import io.ivsorchestrator.media.RecordingListing.Listed;
import io.ivsorchestrator.media.RecordingListing.Query;
import io.ivsorchestrator.media.RecordingWalk;
import io.ivsorchestrator.media.RecordingWalk.FoundRecording;
import io.ivsorchestrator.media.RecordingWalk.Position;
import io.ivsorchestrator.media.RecordingWalk.Step;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Does one errand at a time, and leaves a checkpoint after every page, so that whatever dies is taken up again: by the queue,
 * which delivers an unfinished errand again, or by starting the same run once more.
 *
 * <p>What it finds goes to the index as the same facts that S3's own events would have led to. Nothing else follows from it:
 * no remedy, no call to IVS.
 */
public final class Backfill {
    private static final String SLASH = "/";
    /** Below this, folders are channels: {@code ivs/v1/<account>/<channel>/}. */
    private static final Pattern CHANNELS = Pattern.compile("ivs/v1/[^/]+/");
    private static final Pattern ABOVE_CHANNELS = Pattern.compile("(ivs/)?(v1/)?");

    private final RecordingListing listing;
    private final MetadataEvidence metadata;
    private final RecordingIndex index;
    private final Checkpoints checkpoints;
    private final DelayedMessages queue;

    public Backfill(RecordingListing listing, RecordingFiles files, RecordingIndex index, Checkpoints checkpoints,
            DelayedMessages queue) {
        this.listing = listing;
        this.metadata = new MetadataEvidence(files);
        this.index = index;
        this.checkpoints = checkpoints;
        this.queue = queue;
    }

    /**
     * Goes on with an errand, at least for one page and until it is done or there is no time left; then it sends itself on.
     *
     * @param inTime asked after each page
     * @return what was come across in this go
     * @throws io.ivsorchestrator.media.RecordingFilesException or
     *             {@link io.ivsorchestrator.index.IndexUnavailableException} or
     *             {@link DelayedMessages.MessageNotSentException} if it is to be tried again; nothing is lost
     */
    public Counts run(Errand errand, BooleanSupplier inTime) {
        Checkpoint known = checkpoints.load(errand);
        Counts went = Counts.NONE;
        while (!known.position().ended()) {
            Checkpoint next = switch (errand.work()) {
                case SPREAD -> spread(errand, known);
                case WALK -> walk(errand, known);
            };
            went = went.plus(minus(next.counts(), known.counts()));
            known = checkpoints.save(errand, known, next);
            if (!known.position().ended() && !inTime.getAsBoolean()) {
                queue.send(errand.text(), Duration.ZERO);
                return went;
            }
        }
        return went;
    }

    private static Counts minus(Counts after, Counts before) {
        Map<String, Long> difference = after.byName();
        before.byName().forEach((name, count) -> difference.merge(name, -count, Long::sum));
        return Counts.of(difference);
    }

    /** One page of folders: {@code ivs/}, {@code v1/} and accounts are opened, channels and stages are walked. */
    private Checkpoint spread(Errand errand, Checkpoint known) {
        Listed page = listing.list(Query.of(errand.bucket(), errand.prefix(), SLASH).at(known.position().token()));
        for (String folder : page.prefixes()) {
            Errand child = errand.below(folder, isAboveChannels(folder) ? Work.SPREAD : Work.WALK);
            // In this order: what is announced is somebody's to do, whoever dies, and whoever else lists the same folders.
            queue.send(child.text(), Duration.ZERO);
            checkpoints.announce(child);
        }
        Counts counts = new Counts(0, 0, 0, 0, 0, 0, 0, page.objects().size(), 1);
        return new Checkpoint(known.version(),
                new Position(page.next(), Optional.empty(), true, page.next().isEmpty(), Optional.empty()),
                known.counts().plus(counts), known.differences());
    }

    private static boolean isAboveChannels(String folder) {
        return CHANNELS.matcher(folder).matches() || ABOVE_CHANNELS.matcher(folder).matches();
    }

    private Checkpoint walk(Errand errand, Checkpoint known) {
        RecordingWalk walk = new RecordingWalk(listing, errand.bucket(), errand.prefix(), known.position());
        Step step = walk.next();
        List<String> differences = new ArrayList<>(known.differences());
        Counts counts = new Counts(0, 0, 0, 0, 0, 0, 0, step.foreign(), 1);
        for (FoundRecording recording : step.recordings()) {
            counts = counts.plus(switch (errand.mode()) {
                case INDEX -> index(recording);
                case DRY_RUN -> found(recording.files().isEmpty());
                case VERIFY -> verify(recording, differences);
            });
        }
        return new Checkpoint(known.version(), walk.position(), known.counts().plus(counts), differences);
    }

    private static Counts found(boolean withoutMetadata) {
        return new Counts(1, 0, 0, withoutMetadata ? 1 : 0, 0, 0, 0, 0, 0);
    }

    private Counts index(FoundRecording recording) {
        List<Evidence> evidence = metadata.of(recording);
        if (evidence.isEmpty()) {
            return found(true);
        }
        boolean news = index.record(recording.id(), evidence).contains(true);
        boolean unread = evidence.stream().anyMatch(Evidence.MetadataUnread.class::isInstance);
        return new Counts(1, news ? 1 : 0, news ? 0 : 1, 0, unread ? 1 : 0, 0, 0, 0, 0);
    }

    private Counts verify(FoundRecording recording, List<String> differences) {
        if (recording.files().isEmpty()) {
            return found(true);
        }
        Optional<RecordingSummary> known = index.find(recording.id());
        if (known.isEmpty()) {
            differences.add(recording.location() + ": not in the index");
            return new Counts(1, 0, 0, 0, 0, 1, 0, 0, 0);
        }
        Optional<String> difference = difference(recording, known.get());
        difference.ifPresent(words -> differences.add(recording.location() + ": " + words));
        return new Counts(1, 0, difference.isEmpty() ? 1 : 0, 0, 0, 0, difference.isPresent() ? 1 : 0, 0, 0);
    }

    private static Optional<String> difference(FoundRecording recording, RecordingSummary known) {
        Optional<S3Location> location = known.location();
        if (location.isPresent() && !location.get().equals(recording.location())) {
            return Optional.of("the index has it at " + location.get());
        }
        RecordingState least = recording.files().keySet().stream().map(MetadataFile::state)
                .max(Comparator.naturalOrder()).orElseThrow();
        return known.state().compareTo(least) < 0
                ? Optional.of("the index has it as " + known.state() + ", the bucket as " + least)
                : Optional.empty();
    }
}
