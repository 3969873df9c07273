/** The commands by which the emulator is told what happens: one vocabulary for HTTP, the terminal and scenarios. */
@NullMarked
package io.ivsorchestrator.local.emulator.control;

import org.jspecify.annotations.NullMarked;
