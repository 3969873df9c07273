/**
 * A Lambda function as a process of its own: the deployable jar under AWS's runtime interface client, against a Runtime API on
 * the loopback interface. Shows what the same code in a test's JVM cannot: that the jar is complete, and how fast it starts.
 */
@NullMarked
package io.ivsorchestrator.local.lambda;

import org.jspecify.annotations.NullMarked;
