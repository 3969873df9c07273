/** The IVS emulator as it is shipped, by the clients that its users have. */
@NullMarked
package io.ivsorchestrator.tests.emulator;

import org.jspecify.annotations.NullMarked;
