package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

class PoliciesTest {
    private static final String GOOD = "{\"version\":1,\"mode\":\"observe\",\"rules\":[]}";

    private final ProvisioningRecords records = new MemoryRecords();
    private final List<String> incidents = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-07T09:00:00Z");
    private Optional<String> written = Optional.empty();
    private int reads;

    private Policies policies() {
        return policies(RecordingPolicy.Mode.ENFORCE);
    }

    private Policies policies(RecordingPolicy.Mode allowed) {
        return new Policies(new PolicySource() {
            @Override
            public Optional<String> text() {
                reads++;
                return written;
            }

            @Override
            public String place() {
                return "here";
            }
        }, records, new Deployment("main", List.of("bucket")),
                (cause, resource, _, findings) -> incidents.add(cause + " " + resource + " " + findings.size()),
                allowed, () -> now);
    }

    @Test
    void nobodyWroteOne_theBuiltInOneIsInForce() {
        assertThat(policies().inForce().enrolment()).isEqualTo(RecordingPolicy.Enrolment.OPTED_IN);
        assertThat(policies().inForce().rules()).hasSize(1);
    }

    @Test
    void aBadOne_isRefusedWhole_andTheLastGoodOneOutlivesTheProcess() {
        written = Optional.of(GOOD);
        assertThat(policies().inForce().mode()).isEqualTo(RecordingPolicy.Mode.OBSERVE);
        written = Optional.of("{\"version\":3,\"mode\":\"enforce\",\"rules\":[]}");

        assertThat(policies().inForce().mode()).isEqualTo(RecordingPolicy.Mode.OBSERVE);
        assertThat(incidents).containsExactly("POLICY_REFUSED here 1");
    }

    @Test
    void aBadOneWithoutAGoodOneBefore_leavesTheBuiltInOne() {
        written = Optional.of("nonsense");

        assertThat(policies().inForce().rules()).hasSize(1);
    }

    @Test
    void it_isReadOnceAMinute_orWhenItHasChanged() {
        Policies policies = policies();
        policies.inForce();
        policies.inForce();
        assertThat(reads).isEqualTo(1);
        policies.changed();
        policies.inForce();
        assertThat(reads).isEqualTo(2);
        now = now.plus(Policies.MAX_AGE);
        policies.inForce();
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void whileSuspended_nothingIsEnrolled() {
        policies().suspend();
        assertThat(policies().inForce()).isEqualTo(Policies.NOTHING);
        policies().resume();
        assertThat(policies().inForce().rules()).hasSize(1);
    }

    @Test
    void whereOnlyObservingIsAllowed_everyPolicyObserves_andSoDoesDetaching() {
        Policies policies = policies(RecordingPolicy.Mode.OBSERVE);
        written = Optional.of(GOOD.replace("observe", "enforce"));

        assertThat(policies.inForce().mode()).isEqualTo(RecordingPolicy.Mode.OBSERVE);
        policies.suspend();
        assertThat(policies.inForce()).isEqualTo(Policies.NOTHING.atMost(RecordingPolicy.Mode.OBSERVE));
        assertThat(policies.inForce().mode()).isEqualTo(RecordingPolicy.Mode.OBSERVE);
        assertThat(policies(RecordingPolicy.Mode.ENFORCE).inForce().mode()).isEqualTo(RecordingPolicy.Mode.ENFORCE);
    }

    /** A client as Parameter Store answers. */
    private record Store(Optional<String> value, boolean away) implements SsmClient {
        @Override
        public GetParameterResponse getParameter(GetParameterRequest request) {
            assertThat(request.name()).isEqualTo("/ivs/policy");
            if (away) {
                throw SdkClientException.create("away");
            }
            return GetParameterResponse.builder().parameter(parameter -> parameter.value(value.orElseThrow(
                    () -> ParameterNotFoundException.builder().message("none").build()))).build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    @Test
    void parameterStore_isAskedByItsName() {
        assertThat(new SsmPolicySource(new Store(Optional.of(GOOD), false), "/ivs/policy").text()).contains(GOOD);
        assertThat(new SsmPolicySource(new Store(Optional.empty(), false), "/ivs/policy").text()).isEmpty();
        PolicySource away = new SsmPolicySource(new Store(Optional.empty(), true), "/ivs/policy");
        assertThatThrownBy(away::text).isInstanceOf(PolicySource.PolicyUnavailableException.class)
                .hasMessageContaining("/ivs/policy");
    }
}
