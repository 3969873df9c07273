@NullMarked
package io.ivsorchestrator.infra;

import org.jspecify.annotations.NullMarked;
