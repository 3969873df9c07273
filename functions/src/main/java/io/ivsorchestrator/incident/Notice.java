package io.ivsorchestrator.incident;

import java.time.Instant;

/** A message to people that an incident has led to. */
public record Notice(Instant at, String subject) {}
