@NullMarked
package io.ivsorchestrator.ivs;

import org.jspecify.annotations.NullMarked;
