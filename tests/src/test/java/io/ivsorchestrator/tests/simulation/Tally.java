package io.ivsorchestrator.tests.simulation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What happened in a world, to see that the worlds have in them what they are for. */
final class Tally {
    private final Map<Seen, Long> counts = new EnumMap<>(Seen.class);

    /** Something that has to happen in some worlds. */
    enum Seen {
        /** A call had no effect. */
        REFUSED,
        /** A call had its effect and seemed to have failed. */
        REFUSED_TOO_LATE,
        /** A write was made twice, because its first answer was lost. */
        ANSWER_LOST,
        /** A process ended before its call. */
        DEATH_BEFORE,
        /** A process ended after its call had its effect. */
        DEATH_AFTER,
        /** A call took longer than an invocation may. */
        SLOW,
        /** A write was refused, because another process came first. */
        OVERTAKEN,
        /** A secondary index was asked and did not show everything. */
        STALE,
        /** A message was delivered although it was handled. */
        REDELIVERED,
        /** A message became a dead letter. */
        DEAD_LETTER,
        /** At least two batches of one queue were handled at the same time. */
        SEVERAL_CONSUMERS,
        /** The change stream forgot something. */
        STREAM_LOST,
        /** The bus took some events of a request and not others. */
        PARTLY_TAKEN,
        /** An event was never sent. */
        EVENT_LOST,
        /** An event was sent again, in another envelope. */
        SENT_AGAIN,
        /** An event came hours late. */
        LATE,
        /** A sweep ran while events came. */
        SWEEP_BETWEEN,
        /** The index was compared with one that was told in order. */
        REPLAYED,
        /** A sweep handed a recording to salvage. */
        HANDED_TO_SALVAGE,
        /** A recording was salvaged, or better than before. */
        SALVAGED,
        /** A recording was salvaged once more, with the same result. */
        SALVAGED_AGAIN,
        /** A recording was not to be salvaged, or not yet. */
        NOT_SALVAGED,
        /** A hold was set. */
        HELD,
        /** A hold was released. */
        RELEASED,
        /** A deletion was accepted. */
        DELETION_ACCEPTED,
        /** A deletion was refused, because the recording went on or was held. */
        DELETION_CONFLICT,
        /** An object was deleted. */
        OBJECT_DELETED,
        /** A hold or the time stopped a deletion between two rounds. */
        DELETION_STOPPED,
        /** A deletion was given up. */
        DELETION_BLOCKED,
        /** S3 refused to delete an object. */
        DELETION_REFUSED,
        /** A backfill was begun, or begun again. */
        BACKFILL,
        /** There was no time to finish an errand of a backfill. */
        BACKFILL_SENT_ON,
        /** The index was compared with one that was told in order and then backfilled once. */
        BACKFILL_REPLAYED,
        /** An object went without our doing. */
        VANISHED,
        /** An object went between a listing or an event and the read that followed. */
        VANISHED_BEFORE_READ,
        /** The last object of a recording went without our doing. */
        NOTHING_LEFT,
        /** Retention was looked after. */
        RETENTION_SWEPT,
        /** Retention asked for a deletion. */
        RETENTION_ASKED,
        /** What retention asked for was deleted. */
        RETENTION_DELETED,
        /** What was due was held. */
        RETENTION_HELD
    }

    void saw(Seen what) {
        counts.merge(what, 1L, Long::sum);
    }

    Map<Seen, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }
}
