/**
 * The same suites on different services: embedded ones always, LocalStack where there is a container engine
 * (docs/localstack.md).
 */
@NullMarked
package io.ivsorchestrator.tests.services;

import org.jspecify.annotations.NullMarked;
