/** Tests of the S3 layout and its port, and {@link io.ivsorchestrator.media.InMemoryRecordingFiles} for everybody's. */
@NullMarked
package io.ivsorchestrator.media;

import org.jspecify.annotations.NullMarked;
