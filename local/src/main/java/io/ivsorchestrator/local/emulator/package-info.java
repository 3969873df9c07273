/**
 * The IVS emulator as a service: an account, an S3 for its recordings, a clock, faults, and a way to tell it what happens.
 * Depends on {@code local.ivs} and on nothing that the deployed functions are made of.
 */
@NullMarked
package io.ivsorchestrator.local.emulator;

import org.jspecify.annotations.NullMarked;
