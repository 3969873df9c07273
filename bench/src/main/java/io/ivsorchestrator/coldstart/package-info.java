/**
 * How long a function takes from the start of its process to the answer to its first event: the deployable jar under AWS's
 * runtime interface client, beside a function that does nothing and one that does the same work as most Java functions are
 * written, all in one run.
 */
@NullMarked
package io.ivsorchestrator.coldstart;

import org.jspecify.annotations.NullMarked;
