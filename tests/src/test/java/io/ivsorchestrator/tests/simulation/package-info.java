/**
 * Deterministic simulation of the whole pipeline: a generated truth, faulty ways and parts, our own code between them, and
 * rules that must hold throughout and at the end. See {@code docs/proof.md}. Start at
 * {@link io.ivsorchestrator.tests.simulation.Simulation}.
 */
@NullMarked
package io.ivsorchestrator.tests.simulation;

import org.jspecify.annotations.NullMarked;
