/** Tests of the pure core. */
@NullMarked
package io.ivsorchestrator.recording;

import org.jspecify.annotations.NullMarked;
