/** Scenarios: small files that say who streams where, for how long, and what goes wrong. */
@NullMarked
package io.ivsorchestrator.local.emulator.scenario;

import org.jspecify.annotations.NullMarked;
