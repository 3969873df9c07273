package io.ivsorchestrator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The contract and the code are about the same. */
class ContractTest {
    @Test
    void contract_hasTheRoutesThatThereAre() {
        assertThat(Contract.operations()).containsExactlyInAnyOrderElementsOf(
                Arrays.stream(Route.values()).map(Route::text).toList());
    }

    @Test
    void contract_namesTheCombinationsThatThereAre() {
        String said = Contract.document().at("/paths/~1recordings/get/description").asText();

        assertThat(said).contains(AccessPath.combinations().stream().map(it -> "`" + it + "`")
                .collect(Collectors.joining("; ")));
    }

    @Test
    void contract_everyRouteIsSecured() {
        Contract.document().path("paths").forEach(path -> path.properties().stream()
                .filter(operation -> !operation.getKey().equals("parameters"))
                .forEach(operation -> assertThat(operation.getValue().path("security").size())
                        .as(operation.getValue().path("operationId").asText()).isPositive()));
    }

    @Test
    void contract_refusesWhatItDoesNotSay() {
        assertThatThrownBy(() -> Contract.check(Route.LIST_RECORDINGS, HttpAnswer.json(200, "{\"recordings\":[{}]}")))
                .isInstanceOf(AssertionError.class).hasMessageContaining("id");
        assertThatThrownBy(() -> Contract.check(Route.LIST_RECORDINGS, HttpAnswer.json(418, "{}")))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Contract.checkQuery(Route.LIST_RECORDINGS, "limit=201"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Contract.checkQuery(Route.LIST_RECORDINGS, "colour=red"))
                .isInstanceOf(AssertionError.class);
    }
}
