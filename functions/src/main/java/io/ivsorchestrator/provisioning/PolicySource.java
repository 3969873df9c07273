package io.ivsorchestrator.provisioning;

import java.util.Optional;

/** Where the policy is kept. */
public interface PolicySource {
    /**
     * The policy as somebody wrote it; empty if nobody has.
     *
     * @throws PolicyUnavailableException if it could not be read; asking again later helps
     */
    Optional<String> text();

    /** For people: where to look. */
    String place();

    /** The policy could not be read. */
    final class PolicyUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public PolicyUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
