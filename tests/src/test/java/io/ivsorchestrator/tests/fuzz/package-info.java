/** Real media, damaged, and input that is larger, deeper or longer than anything that is real. */
@NullMarked
package io.ivsorchestrator.tests.fuzz;

import org.jspecify.annotations.NullMarked;
