/** What only shows when the modules are together. */
@NullMarked
package io.ivsorchestrator.tests;

import org.jspecify.annotations.NullMarked;
