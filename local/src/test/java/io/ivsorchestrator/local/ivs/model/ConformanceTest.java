package io.ivsorchestrator.local.ivs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformanceTest {
    private static final Map<Service, ServiceModel> MODELS = ServiceModel.readAll();

    @Test
    void bothApisAreReadWhole() {
        assertThat(model(Service.IVS).operations()).hasSize(18);
        assertThat(model(Service.IVS_REALTIME).operations()).hasSize(27);
        assertThat(operation(Service.IVS, "DeleteChannel").status()).isEqualTo(204);
        assertThat(operation(Service.IVS_REALTIME, "DeleteStage").errors()).containsExactlyInAnyOrder(
                ErrorType.RESOURCE_NOT_FOUND, ErrorType.VALIDATION, ErrorType.ACCESS_DENIED, ErrorType.CONFLICT,
                ErrorType.PENDING_VERIFICATION);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "CreateChannel ! {'name':'a-B_9'}",
        "CreateChannel ! {'name':null,'surplus':[]}",
        "CreateChannel ! {'recordingConfigurationArn':''}",
        "CreateRecordingConfiguration ! {'destinationConfiguration':{'s3':{'bucketName':'a-b.c1'}}}",
        "ListChannels ! {'nextToken':'aZ09+/=_-'}",
        "CreateEncoderConfiguration ! {'video':{'framerate':29.97}}",
        "GetStreamSession ! {'channelArn':'arn:aws:ivs:us-west-2:1:channel/a','streamId':'st-1A2b3C4d5E6f7G8h9I0jKlM'}"
    })
    void acceptsWhatTheModelAllows(String operation, String request) {
        assertThatNoException().isThrownBy(() -> Conformance.requireValid(anyOperation(operation), json(request)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "CreateChannel ! {'name':'a:b'} ! 'name'",
        "CreateChannel ! {'name':7} ! 'name' must be a string",
        "CreateChannel ! {'type':'PREMIUM'} ! enum value set",
        "CreateChannel ! {'authorized':'true'} ! 'authorized' must be true or false",
        "CreateChannel ! {'tags':{'k':1}} ! 'tags.k' must be a string",
        "CreateChannel ! {'tags':[]} ! 'tags' must be a map",
        "CreateChannel ! {'recordingConfigurationArn':'none'} ! regular expression",
        "GetChannel ! {} ! 'arn' failed to satisfy constraint: Member must not be null",
        "GetChannel ! {'arn':'arn:aws:ivs:us-west-2:1:stage/a'} ! regular expression",
        "BatchGetChannel ! {'arns':[]} ! length between 1 and 50",
        "CreateRecordingConfiguration ! {'destinationConfiguration':{'s3':{}}} ! s3.bucketName",
        "CreateRecordingConfiguration ! {'destinationConfiguration':{'s3':{'bucketName':'A'}}} ! 2 validation errors",
        "ListChannels ! {'maxResults':101} ! value between 1 and 100",
        "ListChannels ! {'maxResults':1.5} ! whole number",
        "ListChannels ! {'maxResults':99999999999999999999} ! whole number",
        "CreateEncoderConfiguration ! {'video':{'framerate':60.5}} ! value between 1 and 60",
        "StartComposition ! {'stageArn':'arn:aws:ivs:us-west-2:1:stage/a','destinations':[1]} ! must be an object"
    })
    void refusesWhatTheModelForbids(String operation, String request, String complaint) {
        assertThatThrownBy(() -> Conformance.requireValid(anyOperation(operation), json(request)))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("ValidationException")
                .hasMessageContaining(complaint);
    }

    @Test
    void fillsDefaultsAtAnyDepth() throws JsonProcessingException {
        ObjectNode request = json(
                "{'destinationConfiguration':{},'thumbnailConfiguration':{'recordingMode':'DISABLED'}}");

        ObjectNode filled = Conformance.withDefaults(operation(Service.IVS, "CreateRecordingConfiguration"), request);

        assertThat(filled).isEqualTo(
                json("""
                        {'destinationConfiguration':{},'recordingReconnectWindowSeconds':0,'name':'','tags':{},
                        'thumbnailConfiguration':{'recordingMode':'DISABLED','targetIntervalSeconds':60,'storage':['SEQUENTIAL']},
                        'renditionConfiguration':{'renditionSelection':'ALL','renditions':[]}}"""));
    }

    @Test
    void anUpdateTakesNoDefaults() throws JsonProcessingException {
        ObjectNode request = json("{'arn':'arn:aws:ivs:us-west-2:1:channel/a'}");

        assertThat(Conformance.withDefaults(operation(Service.IVS, "UpdateChannel"), request)).isEqualTo(request);
    }

    @Test
    void anAnswerHoldsOnlyWhatItsShapeKnows() throws JsonProcessingException {
        Shape summary = operation(Service.IVS_REALTIME, "ListStageSessions").output();

        assertThat(Conformance.projected(summary, json("""
                {'stageSessions':[{'sessionId':'st-1','stageArn':'x','endTime':null}],'secret':1}""")))
                .isEqualTo(json("{'stageSessions':[{'sessionId':'st-1'}]}"));
    }

    private static Operation anyOperation(String name) {
        return model(Service.IVS).operations().containsKey(name)
                ? operation(Service.IVS, name)
                : operation(Service.IVS_REALTIME, name);
    }

    private static Operation operation(Service service, String name) {
        return Objects.requireNonNull(model(service).operations().get(name), name);
    }

    private static ServiceModel model(Service service) {
        return Objects.requireNonNull(MODELS.get(service));
    }

    private static ObjectNode json(String text) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
