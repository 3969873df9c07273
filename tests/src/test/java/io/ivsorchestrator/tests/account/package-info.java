/** Tests that need an AWS account; skipped unless asked for. */
@NullMarked
package io.ivsorchestrator.tests.account;

import org.jspecify.annotations.NullMarked;
