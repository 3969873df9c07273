package io.ivsorchestrator.events.json;

/** What kind of JSON value stands somewhere, for readers that take no number for a text. */
public enum JsonType {
    /** There is no such member. */
    ABSENT, NULL, TEXT, NUMBER, BOOLEAN, OBJECT, ARRAY
}
