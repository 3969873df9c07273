/**
 * What an account in one region holds: resources, live sessions, their rules of time, and the ways in which a media plane
 * changes them. Pure state behind one lock; knows nothing of HTTP. Depends on {@code local.ivs.model} only.
 */
@NullMarked
package io.ivsorchestrator.local.ivs.account;

import org.jspecify.annotations.NullMarked;
