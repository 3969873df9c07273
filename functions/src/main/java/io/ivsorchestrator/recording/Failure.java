package io.ivsorchestrator.recording;

import java.time.Instant;
import java.util.Optional;

/**
 * Why a recording failed.
 *
 * @param at      when it was reported
 * @param partial true if recording had begun: part of the media may exist
 * @param code    an exception-like name, for example {@code AccessDeniedException}; an open set
 * @param message IVS's words
 */
public record Failure(Instant at, boolean partial, Optional<String> code, Optional<String> message) {}
