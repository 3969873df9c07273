package io.ivsorchestrator.publishing;

import java.util.Optional;

/**
 * What became of some changes.
 *
 * @param received   records, or items that a sweep looked at
 * @param published  events that the bus took
 * @param refused    how often the bus did not take one
 * @param unreadable records that make no sense; a mistake of ours
 * @param unnoted    items in which it could not be noted that their events are published
 * @param beginAgain the record from which on the stream must deliver again; empty if all are done
 */
public record PublishReport(int received, long published, long refused, int unreadable, int unnoted,
        Optional<String> beginAgain) {}
