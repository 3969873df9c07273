/**
 * The media plane of the IVS emulator: what is live, what of it is recorded, which events and objects follow from that,
 * and what can go wrong. Drives the account's state through {@code account} and writes with {@code local.story}.
 */
@NullMarked
package io.ivsorchestrator.local.ivs.studio;

import org.jspecify.annotations.NullMarked;
