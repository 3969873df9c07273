/**
 * The one command: starts the embedded services, creates the deployed table, runs the deployed handlers behind the deployed
 * event patterns, feeds them a story or the user's own files, and answers queries from the terminal.
 */
@NullMarked
package io.ivsorchestrator.local.laptop;

import org.jspecify.annotations.NullMarked;
