@NullMarked
package io.ivsorchestrator.query;

import org.jspecify.annotations.NullMarked;
