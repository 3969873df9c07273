/** The terminal command that asks a deployed API, and the signer of its requests. */
@NullMarked
package io.ivsorchestrator.local.client;

import org.jspecify.annotations.NullMarked;
