package io.ivsorchestrator.local.emulator;

import java.util.function.Consumer;

/**
 * Somebody to whom events are handed on.
 *
 * @param name   as messages call it
 * @param action takes one event as JSON text, one at a time; what it throws is a refusal, and the message says why
 */
public record EventTaker(String name, Consumer<String> action) {}
