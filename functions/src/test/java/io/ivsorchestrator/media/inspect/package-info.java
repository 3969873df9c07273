@NullMarked
package io.ivsorchestrator.media.inspect;

import org.jspecify.annotations.NullMarked;
