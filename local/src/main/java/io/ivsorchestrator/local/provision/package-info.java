/**
 * The operator's side of provisioning: the same code that is deployed, as a command, against an account or the emulator.
 */
@NullMarked
package io.ivsorchestrator.local.provision;

import org.jspecify.annotations.NullMarked;
