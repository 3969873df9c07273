@NullMarked
package io.ivsorchestrator.playback;

import org.jspecify.annotations.NullMarked;
