/**
 * From a failed recording to its cause, and from the cause to what can be done: {@link io.ivsorchestrator.recovery.Examination}
 * finds a {@link io.ivsorchestrator.recovery.Diagnosis} by looking, {@link io.ivsorchestrator.recovery.Remedies} does what the
 * mode allows, {@link io.ivsorchestrator.recovery.Recover} does both once per incident however many recordings fail.
 */
@NullMarked
package io.ivsorchestrator.recovery;

import org.jspecify.annotations.NullMarked;
