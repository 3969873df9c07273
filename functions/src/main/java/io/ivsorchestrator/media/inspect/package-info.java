/**
 * What of a recording's media really exists, and what it is: from a listing, from playlists and, where those do not tell,
 * from the first and last bytes of the segments. Never a segment as a whole, unless it is small.
 *
 * <p>Start at {@link io.ivsorchestrator.media.inspect.InventoryTaker}.
 */
@NullMarked
package io.ivsorchestrator.media.inspect;

import org.jspecify.annotations.NullMarked;
