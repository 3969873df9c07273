/**
 * Salvage: what is left of a recording that failed or never ended becomes a playlist that plays to its end, beside the
 * objects of IVS and never over them, or the reason why not.
 *
 * <p>Start at {@link io.ivsorchestrator.salvaging.SalvageRecording}.
 */
@NullMarked
package io.ivsorchestrator.salvaging;

import org.jspecify.annotations.NullMarked;
