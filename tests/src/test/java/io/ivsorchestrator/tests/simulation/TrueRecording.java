package io.ivsorchestrator.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One recording as it really went. Everything here comes from the generator and from what the IVS guides say; nothing was told
 * by the code under test, whose texts (ids, states) are written out once more.
 */
final class TrueRecording {
    /** IVS's words for a participant's recording, in the order of their rank. */
    enum Rank {
        STARTING, ACTIVE, STOPPING, STOPPED, FAILED
    }

    /** The metadata objects and what each says. */
    enum Document {
        STARTED("started", Rank.ACTIVE), ENDED("ended", Rank.STOPPED), FAILED("failed", Rank.FAILED);

        private final String name;
        private final Rank rank;

        Document(String name, Rank rank) {
            this.name = name;
            this.rank = rank;
        }

        /** Of the object, relative to the recording's prefix. */
        String path() {
            return "events/recording-" + name + ".json";
        }

        Rank rank() {
            return rank;
        }
    }

    private final String id;
    private final String bucket;
    private final String prefix;
    private final boolean readable;
    private final Map<Document, Instant> documents = new EnumMap<>(Document.class);
    private final Set<Document> everWritten = EnumSet.noneOf(Document.class);
    private final Set<Document> toldToBeGone = EnumSet.noneOf(Document.class);
    private final RecordedMedia media = new RecordedMedia();
    private final SortedSet<String> streams = new TreeSet<>();
    private final SortedSet<String> sessions = new TreeSet<>();
    private final SortedSet<String> users = new TreeSet<>();
    private String lastStream = "";
    private Rank rank = Rank.STARTING;
    private boolean begun;
    private boolean failedEnd;
    private boolean denied;
    private Optional<FailedStart> failedStart = Optional.empty();
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> endedAt = Optional.empty();
    private Optional<Duration> duration = Optional.empty();

    /**
     * A recording of which nothing has happened yet.
     *
     * @param id       as the API reference writes it
     * @param prefix   empty if it has none
     * @param readable whether the deployment may list and read the bucket
     */
    TrueRecording(String id, String bucket, String prefix, boolean readable) {
        this.id = id;
        this.bucket = bucket;
        this.prefix = prefix;
        this.readable = readable;
    }

    String id() {
        return id;
    }

    String bucket() {
        return bucket;
    }

    String prefix() {
        return prefix;
    }

    boolean readable() {
        return readable;
    }

    boolean isComposite() {
        return id.startsWith("composite.");
    }

    boolean isChannel() {
        return id.startsWith("channel.");
    }

    /** Those that are there. */
    Map<Document, Instant> documents() {
        return documents;
    }

    void written(Document document, Instant at) {
        documents.put(document, at);
        everWritten.add(document);
    }

    /** @param told whether S3's event about it came */
    void gone(Document document, boolean told) {
        documents.remove(document);
        if (told) {
            toldToBeGone.add(document);
        }
    }

    /** Whether each metadata object that it ever had has gone, and S3 told of each. */
    boolean toldToBeGone() {
        return documents.isEmpty() && !everWritten.isEmpty() && toldToBeGone.equals(everWritten);
    }

    RecordedMedia media() {
        return media;
    }

    SortedSet<String> streams() {
        return streams;
    }

    void stream(String streamId) {
        streams.add(streamId);
        lastStream = streamId;
    }

    /** The one in whose session the API tells of the end. */
    String lastStream() {
        return lastStream;
    }

    SortedSet<String> sessions() {
        return sessions;
    }

    SortedSet<String> users() {
        return users;
    }

    /** The highest that really happened. */
    Rank rank() {
        return rank;
    }

    /** Whether anything was recorded. */
    boolean begun() {
        return begun;
    }

    Optional<Instant> startedAt() {
        return startedAt;
    }

    Optional<Instant> endedAt() {
        return endedAt;
    }

    Optional<Duration> duration() {
        return duration;
    }

    void begin(Instant at) {
        begun = true;
        startedAt = Optional.of(at);
        reach(Rank.ACTIVE);
    }

    void end(Rank as, Instant at, Duration length) {
        endedAt = Optional.of(at);
        duration = Optional.of(length);
        failedEnd = as == Rank.FAILED;
        reach(as);
    }

    /** Whether its end failed, which the API tells. */
    boolean failedEnd() {
        return failedEnd;
    }

    /** It failed because the bucket's policy did not let IVS write. */
    void deny() {
        denied = true;
        reach(Rank.FAILED);
    }

    boolean denied() {
        return denied;
    }

    /**
     * One of its streams was first told not to be recorded.
     *
     * @param other         the failed start, which has no prefix
     * @param sameRecording whether both name the same recording session: then the recording has failed, too
     */
    record FailedStart(TrueRecording other, String streamId, boolean sameRecording) {}

    void failedStart(FailedStart before) {
        failedStart = Optional.of(before);
        if (before.sameRecording()) {
            reach(Rank.FAILED);
        }
    }

    Optional<FailedStart> failedStart() {
        return failedStart;
    }

    void reach(Rank next) {
        rank = rank.compareTo(next) >= 0 ? rank : next;
    }

    @Override
    public String toString() {
        return id;
    }
}
