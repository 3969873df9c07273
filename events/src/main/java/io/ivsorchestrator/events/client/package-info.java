/**
 * A client of the query API for Java services: typed, paging, with no dependency but Jackson's parser and
 * {@code java.net.http}. How requests are authorized is the caller's: {@link io.ivsorchestrator.events.client.RequestSigner}.
 * Start at {@link io.ivsorchestrator.events.client.RecordingsClient}.
 */
@NullMarked
package io.ivsorchestrator.events.client;

import org.jspecify.annotations.NullMarked;
