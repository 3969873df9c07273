/**
 * DynamoDB, S3 and SQS inside this JVM, on free ports of the loopback interface, and the AWS SDK clients for them. No
 * account, no Docker, nothing left behind. Depends on no other package of ours.
 */
@NullMarked
package io.ivsorchestrator.local.embedded;

import org.jspecify.annotations.NullMarked;
