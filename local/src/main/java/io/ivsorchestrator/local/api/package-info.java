/**
 * The query API on the laptop: an HTTP server in front of the deployed handler, who may ask it, and the page for people.
 * {@link io.ivsorchestrator.local.api.ApiServer} is where to start.
 */
@NullMarked
package io.ivsorchestrator.local.api;

import org.jspecify.annotations.NullMarked;
