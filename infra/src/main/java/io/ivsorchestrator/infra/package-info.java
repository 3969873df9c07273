/**
 * The CDK app: stacks and the constructs they are made of. Event patterns come from {@code events}, the key schema and
 * the handlers' names from {@code functions}; nothing else of those modules is used here, and nothing uses this one.
 */
@NullMarked
package io.ivsorchestrator.infra;

import org.jspecify.annotations.NullMarked;
