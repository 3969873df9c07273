package io.ivsorchestrator.query;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What can be asked, and what one must be allowed for it. {@code docs/openapi.json} describes each. */
public enum Route {
    /** A page of an access path. */
    LIST_RECORDINGS("GET", "/recordings", Permission.READ),
    /** One recording. */
    GET_RECORDING("GET", "/recordings/{id}", Permission.READ),
    /** The facts that led to its state. */
    EXPLAIN_RECORDING("GET", "/recordings/{id}/why", Permission.READ),
    /** Addresses by which it can be played. */
    GET_PLAYBACK("GET", "/recordings/{id}/playback", Permission.READ),
    /** What a player asks by them: admitted by the token in the path, since a player cannot sign. */
    SERVE_PLAYBACK("GET", "/playback/{token}/{path}", Permission.READ),
    /** Asks for the deletion of its media. */
    DELETE_RECORDING("DELETE", "/recordings/{id}", Permission.DELETE),
    /** Sets a hold. */
    SET_HOLD("PUT", "/recordings/{id}/holds/{name}", Permission.HOLD),
    /** Releases a hold. */
    RELEASE_HOLD("DELETE", "/recordings/{id}/holds/{name}", Permission.HOLD),
    /** All recordings of a stage session on one timeline. */
    GET_SESSION("GET", "/sessions/{stageId}/{sessionId}", Permission.READ),
    /** What is wrong, was wrong on a day, or was wrong with a recording. */
    LIST_INCIDENTS("GET", "/incidents", Permission.READ);

    private final String method;
    private final String path;
    private final Permission permission;

    Route(String method, String path, Permission permission) {
        this.method = method;
        this.path = path;
        this.permission = permission;
    }

    public String method() {
        return method;
    }

    /** With its variables in braces, as the gateway writes it. */
    public String path() {
        return path;
    }

    /** What the caller must be allowed. */
    public Permission permission() {
        return permission;
    }

    /** As OpenAPI and the gateway write it. */
    String text() {
        return method + " " + path;
    }

    /** @throws ProblemException if there is no such path, or not with this method */
    static Route of(HttpRequest request) {
        SortedSet<String> methods = new TreeSet<>();
        for (Route route : values()) {
            if (route.matches(request.path())) {
                if (route.method.equals(request.method())) {
                    return route;
                }
                methods.add(route.method);
            }
        }
        if (methods.isEmpty()) {
            throw new ProblemException(Problem.Kind.NOT_FOUND, "there is no such path; docs/openapi.json has all");
        }
        throw new MethodNotAllowedException(methods);
    }

    /** Whether it is this route that is asked for. */
    boolean admits(HttpRequest request) {
        return method.equals(request.method()) && matches(request.path());
    }

    private boolean matches(List<String> elements) {
        String[] parts = path.substring(1).split("/", -1);
        boolean fits = this == SERVE_PLAYBACK ? elements.size() >= parts.length : elements.size() == parts.length;
        if (!fits) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            boolean variable = parts[i].startsWith("{");
            if (variable ? elements.get(i).isEmpty() : !parts[i].equals(elements.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The path exists with other methods. */
    static final class MethodNotAllowedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String methods;

        private MethodNotAllowedException(Set<String> methods) {
            super("this path knows " + String.join(", ", methods));
            this.methods = String.join(", ", methods);
        }

        HttpAnswer answer() {
            return Problem.of(Problem.Kind.METHOD_NOT_ALLOWED, String.valueOf(getMessage())).answer()
                    .with("allow", methods);
        }
    }
}
