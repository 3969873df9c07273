/**
 * From the table's change stream to events on our own bus: what was written is published, and nothing else.
 */
@NullMarked
package io.ivsorchestrator.publishing;

import org.jspecify.annotations.NullMarked;
