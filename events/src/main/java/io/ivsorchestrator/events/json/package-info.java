/**
 * A small read-only JSON tree over Jackson's streaming parser whose every error names the JSON path. The only place in the
 * project that parses JSON.
 */
@NullMarked
package io.ivsorchestrator.events.json;

import org.jspecify.annotations.NullMarked;
