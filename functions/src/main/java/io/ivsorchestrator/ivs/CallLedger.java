package io.ivsorchestrator.ivs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where all functions and commands of a deployment write down which calls to IVS they are about to make: one entry per
 * operation.
 */
public interface CallLedger {
    /**
     * Replaces the entry, if it still has the version before the new one (or none exists, for version 1).
     *
     * <p>One request. Nobody has to read before: who is wrong about the entry is told.
     *
     * @return empty if it was written, else the entry that somebody else has written meanwhile
     * @throws LedgerUnavailableException if the ledger did not answer
     */
    Optional<Entry> write(IvsOperation operation, Entry entry);

    /**
     * What is known of the calls of one operation.
     *
     * @param version   1 for the first, one more with every write
     * @param leases    those that may still count
     * @param throttles how many times in a row IVS refused for too many calls; {@code throttled} says when last
     * @param blocked   nobody calls before
     */
    record Entry(long version, List<Lease> leases, int throttles, Instant throttled, Instant blocked) {
        public static final Entry NONE = new Entry(0, List.of(), 0, Instant.EPOCH, Instant.EPOCH);

        public Entry {
            leases = List.copyOf(leases);
        }
    }

    /**
     * The right to make some calls.
     *
     * @param id    the version of the entry that it came with, so no other lease of the operation has it
     * @param calls at most so many
     * @param until made by then; milliseconds
     */
    record Lease(long id, int calls, Instant until) {}

    /** The ledger did not answer; whether a write was done is not known. */
    final class LedgerUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public LedgerUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
