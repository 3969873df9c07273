/** Tests of incidents, and the fakes that tests of others use. */
@NullMarked
package io.ivsorchestrator.incident;

import org.jspecify.annotations.NullMarked;
