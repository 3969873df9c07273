/** How many events a second one core indexes. */
@NullMarked
package io.ivsorchestrator.load;

import org.jspecify.annotations.NullMarked;
