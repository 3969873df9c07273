/** Recovery against the emulator of IVS. */
@NullMarked
package io.ivsorchestrator.tests.recovery;

import org.jspecify.annotations.NullMarked;
