package io.ivsorchestrator.local.ivs.account;

/** Something that a {@link Register} holds. */
public interface Keyed {

    /** What it is found by: an ARN or an id. */
    String key();
}
