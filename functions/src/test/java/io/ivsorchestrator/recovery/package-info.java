/** Tests of recovery, and an account in which recording can go wrong. */
@NullMarked
package io.ivsorchestrator.recovery;

import org.jspecify.annotations.NullMarked;
