package io.ivsorchestrator.local.laptop;

/**
 * One feature of the deployment on the laptop. An implementation assembles the feature's handlers on the embedded parts, as the
 * composition root of its functions does in AWS, and is named in {@link Laptop#FEATURES}; nothing else is needed.
 */
@FunctionalInterface
public interface Feature {
    /** Called once, when all parts run and before the first event is delivered. */
    Assembly assemble(Parts parts);
}
