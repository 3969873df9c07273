package io.ivsorchestrator.local.story;

/** The size of a picture in pixels. */
public record Size(int width, int height) {}
