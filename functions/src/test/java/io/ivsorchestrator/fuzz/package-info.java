/** Texts and bytes that are almost right. */
@NullMarked
package io.ivsorchestrator.fuzz;

import org.jspecify.annotations.NullMarked;
