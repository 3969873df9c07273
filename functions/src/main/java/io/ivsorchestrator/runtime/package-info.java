/**
 * What every function needs around its use case: configuration, AWS clients, queue batches, metrics. Knows no feature.
 */
@NullMarked
package io.ivsorchestrator.runtime;

import org.jspecify.annotations.NullMarked;
