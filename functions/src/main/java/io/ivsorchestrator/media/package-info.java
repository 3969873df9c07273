/**
 * What IVS leaves in S3: the layout below a recording's prefix, its metadata JSON, and the port that reads its objects.
 * Sees {@code recording} and the JSON reader of {@code events}; only classes named for S3 see the AWS SDK.
 *
 * <p>Start at {@link io.ivsorchestrator.media.MetadataParser}.
 */
@NullMarked
package io.ivsorchestrator.media;

import org.jspecify.annotations.NullMarked;
