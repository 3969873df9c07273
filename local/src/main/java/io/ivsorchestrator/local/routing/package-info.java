/**
 * What EventBridge and Lambda's SQS event source mapping do between an event and a handler. Knows rules, queues and
 * Lambda's own handler interface; no event pattern is written here and no handler of ours is named.
 */
@NullMarked
package io.ivsorchestrator.local.routing;

import org.jspecify.annotations.NullMarked;
