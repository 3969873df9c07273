package io.ivsorchestrator.runtime;

/**
 * One queue message that holds one EventBridge event.
 *
 * @param id   by which SQS is told what to deliver again
 * @param body the event as JSON text, or what somebody put there instead
 */
public record QueueMessage(String id, String body) {}
