/**
 * What the two IVS APIs are, as data: operations, structures and scalars as AWS publishes them, read from
 * {@code ivs.model} and {@code ivs-realtime.model}, and what follows from them alone: validation, defaults and which members
 * an answer may hold. Depends on no other package of this project.
 */
@NullMarked
package io.ivsorchestrator.local.ivs.model;

import org.jspecify.annotations.NullMarked;
