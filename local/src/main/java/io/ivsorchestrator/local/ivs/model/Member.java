package io.ivsorchestrator.local.ivs.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A member of a structure, or of an operation's input or output.
 *
 * @param fallback the value that the service takes when a request leaves the member out
 */
public record Member(String name, boolean required, Shape shape, Optional<JsonNode> fallback) {}
