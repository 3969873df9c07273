/**
 * The operations of both APIs over an account: which rules they keep, what they answer. One class for each kind of resource.
 * Knows nothing of HTTP. Depends on {@code local.ivs.model} and {@code local.ivs.account} only.
 */
@NullMarked
package io.ivsorchestrator.local.ivs.api;

import org.jspecify.annotations.NullMarked;
