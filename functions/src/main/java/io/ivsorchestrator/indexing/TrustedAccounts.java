package io.ivsorchestrator.indexing;

/** Whose events are believed. */
public sealed interface TrustedAccounts {
    boolean trusts(String account);

    /** The deployment's own account: what a rule on the default bus delivers and nobody else can send. */
    record Only(String account) implements TrustedAccounts {
        @Override
        public boolean trusts(String other) {
            return account.equals(other);
        }
    }

    /** Any: for captures that a person brings to the laptop. */
    record Any() implements TrustedAccounts {
        @Override
        public boolean trusts(String other) {
            return true;
        }
    }
}
