/** Measures what pages of queries take as the index grows. */
package io.ivsorchestrator.query;
