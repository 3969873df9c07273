package io.ivsorchestrator.tests.simulation;

/** A mistake that is planted in a part of the world, to see that the rules find it. */
enum Sabotage {
    NONE,
    /** The table acknowledges a guarded write now and then that it does not do. */
    FORGOTTEN_WRITE,
    /** The table writes whatever the version, so that the last of two writers wins. */
    UNGUARDED_WRITES,
    /** The table acknowledges links and does not write them. */
    FORGOTTEN_LINKS,
    /** The queue takes a message for handled as soon as it is delivered. */
    ACKNOWLEDGED_EARLY,
    /** A strongly consistent read misses now and then what is there. */
    LAGGING_READS,
    /** The bus acknowledges an event now and then that nobody gets. */
    FORGOTTEN_EVENT,
    /** The bus numbers an event of its own now and then, so that it comes under another id. */
    RENUMBERED_EVENT,
    /** The handler forgets to say what became of a message now and then. */
    UNCOUNTED_MESSAGE,
    /** The sweep sees an empty bucket. */
    BLIND_LISTING,
    /** The bucket goes on deleting though it is told to stop. */
    IGNORED_HOLD,
    /** The bucket says that all is deleted after the first few objects. */
    DELETED_EARLY,
    /** The bucket deletes whatever begins like the recording's prefix. */
    DELETED_NEIGHBOURS,
    /** The listing of a bucket leaves out a folder. */
    MISSING_FOLDER,
    /** The backfill's queue acknowledges an errand now and then and loses it. */
    FORGOTTEN_ERRAND,
    /** The bucket acknowledges a playlist of salvage now and then and forgets it. */
    FORGOTTEN_PLAYLIST,
    /** Salvage writes where IVS's own playlists are. */
    OVERWRITING_SALVAGE,
    /** The listing of a bucket goes on to show what has gone. */
    LINGERING_LISTING,
    /** S3's news of objects that have gone are taken for delivered and are not. */
    UNDELIVERED_LOSS,
    /** The deletion's queue acknowledges a day that retention is to look at and loses it. */
    FORGOTTEN_DAY,
    /** The clock of the function that deletes is half a day ahead. */
    HASTY_CLOCK
}
