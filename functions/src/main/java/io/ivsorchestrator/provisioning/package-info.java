/**
 * Feature: every channel and stage is recorded as the policy says. {@link io.ivsorchestrator.provisioning.RecordingPolicy}
 * says how, {@link io.ivsorchestrator.provisioning.Planner} (pure) what is to be done about it, and the rest does it in small
 * steps that can be interrupted anywhere. docs/provisioning.md is the user's view.
 */
@NullMarked
package io.ivsorchestrator.provisioning;

import org.jspecify.annotations.NullMarked;
