package io.ivsorchestrator.ivs;

class InMemoryCallLedgerTest extends CallLedgerContract {
    @Override
    protected CallLedger ledger() {
        return new InMemoryCallLedger();
    }
}
