/** What goes wrong in the IVS emulator, switched on and off while it runs: with events, recordings, calls, buckets. */
@NullMarked
package io.ivsorchestrator.local.emulator.fault;

import org.jspecify.annotations.NullMarked;
