/** Provisioning's plan, measured. */
@NullMarked
package io.ivsorchestrator.provisioning;

import org.jspecify.annotations.NullMarked;
