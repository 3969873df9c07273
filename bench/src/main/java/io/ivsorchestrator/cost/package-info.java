/** What recordings cost, by the requests that were counted and prices that anybody can set. */
@NullMarked
package io.ivsorchestrator.cost;

import org.jspecify.annotations.NullMarked;
