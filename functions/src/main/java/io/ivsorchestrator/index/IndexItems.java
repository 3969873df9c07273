package io.ivsorchestrator.index;

import io.ivsorchestrator.index.KeySchema.SecondaryIndex;
import io.ivsorchestrator.recording.Facts;
import io.ivsorchestrator.recording.Keeping;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** Turns subjects and their facts into items. What an item holds follows from the facts alone, apart from its version. */
final class IndexItems {
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private IndexItems() {
    }

    static Item of(Stored stored) {
        Subject subject = stored.subject();
        Facts facts = stored.facts();
        Map<String, String> attributes = new TreeMap<>();
        attributes.put(KeySchema.SUBJECT, subject.text());
        attributes.put(KeySchema.FACTS, EvidenceJson.write(facts));
        if (subject instanceof RecordingId id) {
            RecordingSummary summary = new Recording(id, facts).summary();
            attributes.put(KeySchema.VIEW, SummaryJson.write(summary));
            attributes.put(KeySchema.KIND, id.kind().name());
            attributes.put(KeySchema.STATE, summary.state().name());
            attributes.putAll(indexKeys(summary));
            attributes.putAll(expiry(summary));
            attributes.putAll(stored.outbox().attributes());
            if (!stored.outbox().entries().isEmpty()) {
                attributes.put(SecondaryIndex.UNPUBLISHED.partitionAttribute(), unpublishedKey(shard(id)));
            }
        }
        return Item.of(ItemKey.of(subject), stored.version(), attributes);
    }

    /** Only a tombstone is forgotten, and only when its time is up. */
    private static Map<String, String> expiry(RecordingSummary summary) {
        return summary.keeping().deletion().filter(_ -> summary.deleted())
                .flatMap(Keeping.Deletion::tombstoneUntil)
                .map(until -> Map.of(KeySchema.EXPIRES, Long.toString(until.getEpochSecond()))).orElse(Map.of());
    }

    /** A superseded failed start is reached through its id and its stream only: no list shows it beside its recording. */
    private static Map<String, String> indexKeys(RecordingSummary summary) {
        Map<String, String> keys = new TreeMap<>();
        keys.put(KeySchema.STARTED, startedKey(summary));
        if (!summary.supersededBy().isEmpty()) {
            return keys;
        }
        String day = day(summary.startedAt());
        int shard = shard(summary.id());
        sourceKey(summary).ifPresent(key -> keys.put(SecondaryIndex.BY_SOURCE.partitionAttribute(), key));
        sessionKeys(summary).stream().findFirst()
                .ifPresent(key -> keys.put(SecondaryIndex.BY_SESSION.partitionAttribute(), key));
        summary.userIds().stream().findFirst()
                .ifPresent(user -> keys.put(SecondaryIndex.BY_USER.partitionAttribute(), userKey(user)));
        if (!summary.state().terminal()) {
            keys.put(SecondaryIndex.BY_STATUS.partitionAttribute(), activeKey(shard));
        } else if (summary.needsAttention()) {
            keys.put(SecondaryIndex.BY_STATUS.partitionAttribute(), attentionKey(day, shard));
        }
        keys.put(SecondaryIndex.BY_DAY.partitionAttribute(), dayKey(day, shard));
        return keys;
    }

    /**
     * The recording again under each further stream, session and user: a secondary index holds an item once. They carry
     * the answer, so that a page of a query stays one request.
     */
    static List<Item> pointers(RecordingId id, Facts facts, long version) {
        RecordingSummary summary = new Recording(id, facts).summary();
        List<Item> pointers = new ArrayList<>();
        sessionKeys(summary).stream().skip(1).forEach(
                key -> pointers.add(pointer(summary, version, SecondaryIndex.BY_SESSION, key)));
        summary.userIds().stream().skip(1).forEach(
                user -> pointers.add(pointer(summary, version, SecondaryIndex.BY_USER, userKey(user))));
        return pointers;
    }

    private static Item pointer(RecordingSummary summary, long version, SecondaryIndex index, String key) {
        Map<String, String> attributes = new TreeMap<>(expiry(summary));
        attributes.put(KeySchema.STARTED, startedKey(summary));
        // Of a superseded one that was shown a pointer is left, which shows nothing any more.
        if (summary.supersededBy().isEmpty()) {
            attributes.put(KeySchema.VIEW, SummaryJson.write(summary));
            attributes.put(index.partitionAttribute(), key);
        }
        return Item.of(ItemKey.pointer(summary.id(), key), version, attributes);
    }

    static Item link(String partition, RecordingId id) {
        return Item.of(ItemKey.link(partition, id), 1, Map.of());
    }

    private static List<String> sessionKeys(RecordingSummary summary) {
        return switch (summary.id()) {
            case RecordingId.Channel id -> streamKeys(id.channelId(), summary.streamIds());
            case RecordingId.UnrecordedStream id -> List.of(streamKey(id.channelId(), id.streamId()));
            case RecordingId.Participant id -> sessionsFromFirst(id, summary.sessionIds());
            case RecordingId.Composite _ -> summary.source().map(stage -> compositesKey(stage.resourceId())).stream()
                    .toList();
        };
    }

    private static List<String> streamKeys(String channelId, SortedSet<String> streamIds) {
        return streamIds.stream().map(streamId -> streamKey(channelId, streamId)).toList();
    }

    /** The prefix's session first: it is known from the beginning, so the item itself never moves to another session. */
    private static List<String> sessionsFromFirst(RecordingId.Participant id, SortedSet<String> sessionIds) {
        List<String> keys = new ArrayList<>();
        keys.add(sessionKey(id.stageId(), id.sessionId()));
        sessionIds.stream().filter(sessionId -> !sessionId.equals(id.sessionId()))
                .forEach(sessionId -> keys.add(sessionKey(id.stageId(), sessionId)));
        return keys;
    }

    private static String startedKey(RecordingSummary summary) {
        return startedKey(summary.startedAt()) + "#" + summary.id().text();
    }

    /** Sorts before every recording that started then or later. */
    static String startedKey(Instant time) {
        return MILLISECONDS.format(time);
    }

    /** From the prefix where that names it: a recording known by an object that may not be read is listed, too. */
    private static Optional<String> sourceKey(RecordingSummary summary) {
        return switch (summary.id()) {
            case RecordingId.Channel id -> Optional.of(channelKey(id.channelId()));
            case RecordingId.UnrecordedStream id -> Optional.of(channelKey(id.channelId()));
            case RecordingId.Participant id -> Optional.of(stageKey(id.stageId()));
            case RecordingId.Composite _ -> summary.source().map(stage -> stageKey(stage.resourceId()));
        };
    }

    static String channelKey(String channelId) {
        return "channel." + channelId;
    }

    static String stageKey(String stageId) {
        return "stage." + stageId;
    }

    static String sessionKey(String stageId, String sessionId) {
        return "session." + stageId + "." + sessionId;
    }

    static String streamKey(String channelId, String streamId) {
        return "stream." + channelId + "." + streamId;
    }

    static String compositesKey(String stageId) {
        return "composites." + stageId;
    }

    static String userKey(String userId) {
        return "user." + userId;
    }

    static List<String> activeKeys() {
        return shards().mapToObj(IndexItems::activeKey).toList();
    }

    static List<String> attentionKeys(LocalDate day) {
        return shards().mapToObj(shard -> attentionKey(day.toString(), shard)).toList();
    }

    static List<String> dayKeys(LocalDate day) {
        return shards().mapToObj(shard -> dayKey(day.toString(), shard)).toList();
    }

    static List<String> unpublishedKeys() {
        return shards().mapToObj(IndexItems::unpublishedKey).toList();
    }

    private static String unpublishedKey(int shard) {
        return "unpublished." + shard;
    }

    private static IntStream shards() {
        return IntStream.range(0, KeySchema.SHARDS);
    }

    private static String activeKey(int shard) {
        return "active." + shard;
    }

    private static String attentionKey(String day, int shard) {
        return "attention." + day + "." + shard;
    }

    private static String dayKey(String day, int shard) {
        return "day." + day + "." + shard;
    }

    private static String day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }

    /** By a checksum that every version of every runtime computes alike. */
    private static int shard(RecordingId id) {
        CRC32 checksum = new CRC32();
        checksum.update(id.text().getBytes(StandardCharsets.UTF_8));
        return (int) (checksum.getValue() % KeySchema.SHARDS);
    }
}
