package io.ivsorchestrator.local.story;

import org.jspecify.annotations.Nullable;

/**
 * A rendition of a recording. Its media is the library's of the nearest size.
 *
 * @param folder of its segments, such as {@code 720p30}
 * @param picture null = there is only sound
 */
public record Variant(String folder, @Nullable Size picture) {}
