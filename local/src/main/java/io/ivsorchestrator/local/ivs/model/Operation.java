package io.ivsorchestrator.local.ivs.model;

import java.util.Set;

/**
 * One operation of an API.
 *
 * @param path such as {@code /CreateChannel}, or {@code /tags/{resourceArn}}
 * @param status the HTTP status code of success
 * @param errors those that the API's model lists
 */
public record Operation(
        Service service,
        String name,
        String method,
        String path,
        int status,
        Shape.Structure input,
        Shape.Structure output,
        Set<ErrorType> errors) {

    /** Whether it changes nothing. */
    public boolean readOnly() {
        return name.startsWith("Get") || name.startsWith("List") || name.startsWith("BatchGet");
    }

    /** Whether it keeps what the request leaves out, rather than to take the defaults. */
    boolean keepsWhatIsLeftOut() {
        return name.startsWith("Update");
    }
}
