package io.ivsorchestrator.media.inspect;

import io.ivsorchestrator.media.MediaObjects.ListedObject;

/**
 * A segment that exists.
 *
 * @param name   within its rendition's folder
 * @param number of its name, by which segments are ordered
 */
public record StoredSegment(String name, long number, ListedObject object) {}
