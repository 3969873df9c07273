@NullMarked
package io.ivsorchestrator.salvaging;

import org.jspecify.annotations.NullMarked;
