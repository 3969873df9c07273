/**
 * Feature: the HTTP API that downstream services ask, and the deletion of recordings.
 * {@link io.ivsorchestrator.query.QueryHandler} answers requests, {@link io.ivsorchestrator.query.QueryApi} is what it
 * knows; {@code docs/openapi.json} is the contract.
 */
@NullMarked
package io.ivsorchestrator.query;

import org.jspecify.annotations.NullMarked;
