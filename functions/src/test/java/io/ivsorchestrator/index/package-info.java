/** Tests of the index, and the table in memory that tests of others use. */
@NullMarked
package io.ivsorchestrator.index;

import org.jspecify.annotations.NullMarked;
