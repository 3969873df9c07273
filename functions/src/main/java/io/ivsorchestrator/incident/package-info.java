/**
 * What went wrong with recording, told once: an {@link io.ivsorchestrator.incident.Incident} per cause and resource, kept in
 * the index table by {@link io.ivsorchestrator.incident.IncidentStore}. Shared by the features that find causes.
 */
@NullMarked
package io.ivsorchestrator.incident;

import org.jspecify.annotations.NullMarked;
