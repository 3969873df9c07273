/** The deployed handler above real services that are reached over bad connections. */
@NullMarked
package io.ivsorchestrator.tests.faults;

import org.jspecify.annotations.NullMarked;
