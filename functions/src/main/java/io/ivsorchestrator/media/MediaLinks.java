package io.ivsorchestrator.media;

import java.net.URI;
import java.time.Duration;

/** Links that let whoever has them read one object for a while, without asking S3 for anything now. */
public interface MediaLinks {
    /**
     * A link to the latest version of an object, whether or not it exists.
     *
     * @param validity at most; it ends earlier with the credentials that it was made with
     */
    URI link(String bucket, String key, Duration validity);
}
