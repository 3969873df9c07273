/**
 * The index: recordings, and the streams, participants and compositions that they meet, in one DynamoDB table.
 * {@link io.ivsorchestrator.index.RecordingIndex} is what other features use; {@link io.ivsorchestrator.index.IndexTable} is
 * the port below it, with its DynamoDB adapter beside it as the only class that sees the SDK.
 */
@NullMarked
package io.ivsorchestrator.index;

import org.jspecify.annotations.NullMarked;
