package io.ivsorchestrator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.GeneratedServiceMetadataProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.DynamodbServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.EventsServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.IvsServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.IvsrealtimeServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.S3ServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SnsServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SqsServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SsmServiceMetadata;

/** What the SDK's table of services says of those that are called here, which the deployable jar does without. */
class ServiceMetadataTest {
    static Stream<Arguments> services() {
        return Stream.of(Arguments.of("dynamodb", new DynamodbServiceMetadata()),
                Arguments.of("s3", new S3ServiceMetadata()), Arguments.of("sqs", new SqsServiceMetadata()),
                Arguments.of("ssm", new SsmServiceMetadata()), Arguments.of("events", new EventsServiceMetadata()),
                Arguments.of("sns", new SnsServiceMetadata()), Arguments.of("ivs", new IvsServiceMetadata()),
                Arguments.of("ivsrealtime", new IvsrealtimeServiceMetadata()));
    }

    @Test
    void table_knowsNoService() {
        assertThat(new GeneratedServiceMetadataProvider().serviceMetadata("dynamodb")).isNull();
    }

    @ParameterizedTest
    @MethodSource("services")
    void unknownService_isSignedForAndFoundAsTheSdksTableHasIt(String endpointPrefix, ServiceMetadata known) {
        ServiceMetadata derived = ServiceMetadata.of(endpointPrefix);

        assertThat(Region.regions()).filteredOn(region -> !region.isGlobalRegion() && !region.id().contains("fips"))
                .isNotEmpty()
                .allSatisfy(region -> {
                    assertThat(derived.signingRegion(region)).isEqualTo(known.signingRegion(region));
                    assertThat(derived.endpointFor(region)).isEqualTo(known.endpointFor(region));
                });
    }
}
