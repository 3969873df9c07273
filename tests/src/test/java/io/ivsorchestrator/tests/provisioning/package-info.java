/** Provisioning as a whole: the code that is deployed, on the IVS emulator, with a clock that is moved. */
@NullMarked
package io.ivsorchestrator.tests.provisioning;

import org.jspecify.annotations.NullMarked;
