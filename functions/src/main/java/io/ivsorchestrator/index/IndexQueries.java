package io.ivsorchestrator.index;

import io.ivsorchestrator.index.IndexTable.Range;
import io.ivsorchestrator.index.KeySchema.SecondaryIndex;
import io.ivsorchestrator.recording.RecordingSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers the access paths: one request per page, or one per shard where a path spans the account. */
final class IndexQueries {
    static final int MAX_LIMIT = 200;
    /** Of a session, whose recordings belong together: several requests. */
    static final int MAX_SESSION = 500;

    /** Sorts after every sort key: those consist of digits, letters, hyphens, colons and dots. */
    private static final String END = "~";
    /** A composition lasts at most this long (IVS Real-Time User Guide, "Service Quotas"). */
    private static final Duration LONGEST_COMPOSITION = Duration.ofHours(24);

    private final IndexTable table;
    private final CursorSeal seal;

    IndexQueries(IndexTable table, CursorSeal seal) {
        this.table = table;
        this.seal = seal;
    }

    Page page(RecordingQuery query, Optional<String> cursor, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("the limit must be 1 to " + MAX_LIMIT + ", is " + limit);
        }
        Optional<String> position = cursor.map(text -> seal.open(query, text));
        // One more than asked for tells whether another page follows.
        List<Placed> found = ranges(query)
                .map(range -> position.map(before -> until(range, before)).orElse(range))
                .flatMap(range -> table.query(range, limit + 1).stream().map(item -> Placed.of(range, item)))
                .sorted(Comparator.comparing(Placed::position).reversed())
                .limit(limit + 1L)
                .toList();
        List<Placed> page = found.subList(0, Math.min(limit, found.size()));
        Optional<String> next = found.size() > limit
                ? Optional.of(seal.seal(query, page.getLast().position()))
                : Optional.empty();
        return new Page(page.stream().map(Placed::summary).toList(), next);
    }

    private static Range until(Range range, String before) {
        return new Range(range.index(), range.partition(), range.from(), before);
    }

    /** An item of an answer with its place in the order. */
    private record Placed(String position, RecordingSummary summary) {
        static Placed of(Range range, Item item) {
            String position = range.index().isPresent()
                    ? item.attribute(KeySchema.STARTED)
                    : item.key().sort();
            return new Placed(position, SummaryJson.read(item.attribute(KeySchema.VIEW)));
        }
    }

    private static Stream<Range> ranges(RecordingQuery query) {
        return switch (query) {
            case RecordingQuery.OfChannel it ->
                    range(SecondaryIndex.BY_SOURCE, IndexItems.channelKey(it.channelId()), it.started());
            case RecordingQuery.OfStage it ->
                    range(SecondaryIndex.BY_SOURCE, IndexItems.stageKey(it.stageId()), it.started());
            case RecordingQuery.OfStageSession it ->
                    range(SecondaryIndex.BY_SESSION, IndexItems.sessionKey(it.stageId(), it.sessionId()),
                            TimeRange.ALL);
            case RecordingQuery.CompositesOfStage it ->
                    range(SecondaryIndex.BY_SESSION, IndexItems.compositesKey(it.stageId()), it.started());
            case RecordingQuery.OfStream it ->
                    range(SecondaryIndex.BY_SESSION, IndexItems.streamKey(it.channelId(), it.streamId()),
                            TimeRange.ALL);
            case RecordingQuery.OfParticipant it -> Stream.of(new Range(Optional.empty(),
                    ItemKey.participant(it.stageId(), it.participantId()), ItemKey.RECORDING + ".",
                    ItemKey.RECORDING + "." + END));
            case RecordingQuery.OfUser it ->
                    range(SecondaryIndex.BY_USER, IndexItems.userKey(it.userId()), it.started());
            case RecordingQuery.Active _ -> shards(SecondaryIndex.BY_STATUS, IndexItems.activeKeys());
            case RecordingQuery.NeedingAttention it ->
                    shards(SecondaryIndex.BY_STATUS, IndexItems.attentionKeys(it.day()));
            case RecordingQuery.OfDay it -> shards(SecondaryIndex.BY_DAY, IndexItems.dayKeys(it.day()));
        };
    }

    private static Stream<Range> range(SecondaryIndex index, String partition, TimeRange started) {
        return Stream.of(new Range(Optional.of(index), partition, started.from().map(IndexItems::startedKey).orElse(""),
                started.to().map(IndexItems::startedKey).orElse(END)));
    }

    private static Stream<Range> shards(SecondaryIndex index, List<String> partitions) {
        return partitions.stream().flatMap(partition -> range(index, partition, TimeRange.ALL));
    }

    StageSessionPage stageSession(String stageId, String sessionId, Optional<String> cursor, int limit) {
        if (limit < 1 || limit > MAX_SESSION) {
            throw new IllegalArgumentException("the limit must be 1 to " + MAX_SESSION + ", is " + limit);
        }
        Page participants = pages(new RecordingQuery.OfStageSession(stageId, sessionId), cursor, limit);
        return new StageSessionPage(participants, composites(stageId, participants.recordings()));
    }

    /** As one page, however many requests it takes. */
    private Page pages(RecordingQuery query, Optional<String> cursor, int limit) {
        List<RecordingSummary> found = new ArrayList<>();
        Optional<String> next = cursor;
        do {
            Page page = page(query, next, Math.min(MAX_LIMIT, limit - found.size()));
            found.addAll(page.recordings());
            next = page.next();
        } while (next.isPresent() && found.size() < limit);
        return new Page(found, next);
    }

    private List<RecordingSummary> composites(String stageId, List<RecordingSummary> participants) {
        if (participants.isEmpty()) {
            return List.of();
        }
        Instant from = participants.stream().map(RecordingSummary::startedAt).min(Comparator.naturalOrder())
                .orElseThrow();
        Instant to = participants.stream().map(IndexQueries::latestEnd).max(Comparator.naturalOrder()).orElseThrow();
        TimeRange mayOverlap = TimeRange.between(from.minus(LONGEST_COMPOSITION), to);
        return pages(new RecordingQuery.CompositesOfStage(stageId, mayOverlap), Optional.empty(), MAX_SESSION)
                .recordings().stream().filter(composite -> latestEnd(composite).isAfter(from)).toList();
    }

    /** What has not ended may go on for as long as IVS lets it. */
    private static Instant latestEnd(RecordingSummary recording) {
        return recording.endedAt().orElse(recording.startedAt().plus(LONGEST_COMPOSITION));
    }
}
