@NullMarked
package io.ivsorchestrator.media.hls;

import org.jspecify.annotations.NullMarked;
