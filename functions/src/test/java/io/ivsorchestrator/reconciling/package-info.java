@NullMarked
package io.ivsorchestrator.reconciling;

import org.jspecify.annotations.NullMarked;
