package io.ivsorchestrator.ivs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.ivs.CallLedger.Entry;
import io.ivsorchestrator.ivs.CallLedger.Lease;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link CallLedger} does. */
public abstract class CallLedgerContract {
    private static final Instant TIME = Instant.parse("2026-03-07T09:04:36.123Z");
    private static final IvsOperation OPERATION = IvsOperation.GET_CHANNEL;

    /** An empty one. */
    protected abstract CallLedger ledger();

    @Test
    void write_firstEntry_isTaken() {
        assertThat(ledger().write(OPERATION, entry(1))).isEmpty();
    }

    @Test
    void write_nextVersion_replaces() {
        CallLedger ledger = ledger();
        ledger.write(OPERATION, entry(1));

        assertThat(ledger.write(OPERATION, entry(2, new Lease(1, 2, TIME), new Lease(2, 1, TIME.plusMillis(1)))))
                .isEmpty();
        assertThat(ledger.write(OPERATION, entry(2)))
                .contains(entry(2, new Lease(1, 2, TIME), new Lease(2, 1, TIME.plusMillis(1))));
    }

    @Test
    void write_afterSomebodyElse_isRefusedWithTheirs() {
        CallLedger ledger = ledger();
        ledger.write(OPERATION, entry(1, new Lease(1, 3, TIME)));

        assertThat(ledger.write(OPERATION, entry(1))).contains(entry(1, new Lease(1, 3, TIME)));
        assertThat(ledger.write(OPERATION, entry(3))).contains(entry(1, new Lease(1, 3, TIME)));
    }

    @Test
    void write_ontoNothing_isRefusedWithNothing() {
        assertThat(ledger().write(OPERATION, entry(7))).contains(Entry.NONE);
    }

    @Test
    void operations_areApart() {
        CallLedger ledger = ledger();
        ledger.write(OPERATION, entry(1));

        assertThat(ledger.write(IvsOperation.LIST_CHANNELS, entry(1))).isEmpty();
    }

    private static Entry entry(long version, Lease... leases) {
        return new Entry(version, List.of(leases), 2, TIME, TIME.plusSeconds(2));
    }
}
