package software.amazon.awssdk.regions;

import org.jspecify.annotations.Nullable;

/**
 * Stands in the deployable jar for the SDK's class of this name, which makes an object for each of AWS's 300 services when the first
 * client is built: a sixth of a cold start. Of a service that it does not know, the SDK takes what {@link DefaultServiceMetadata}
 * derives from the service's name and the region, and for the services that are called here that is the same.
 */
public final class GeneratedServiceMetadataProvider implements ServiceMetadataProvider {
    /** Knows none. */
    @Override
    public @Nullable ServiceMetadata serviceMetadata(String endpointPrefix) {
        return null;
    }
}
