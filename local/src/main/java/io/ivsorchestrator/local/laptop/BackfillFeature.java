package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.local.embedded.LocalClients;
import java.util.List;
import java.util.Optional;

/**
 * Says how {@code local/backfill} indexes what lies in the laptop's S3: that one tells nobody of what is put there from outside,
 * so no event leads to it.
 */
final class BackfillFeature implements Feature {
    @Override
    public Assembly assemble(Parts parts) {
        String command = "AWS_REGION=" + LocalClients.REGION.id() + " AWS_ACCESS_KEY_ID=" + LocalClients.ACCESS_KEY_ID
                + " AWS_SECRET_ACCESS_KEY=" + LocalClients.SECRET_ACCESS_KEY + " local/backfill --bucket "
                + Laptop.RECORDING_BUCKET + " --table " + parts.table() + " --s3-endpoint "
                + parts.embedded().s3().endpoint() + " --dynamodb-endpoint " + parts.embedded().dynamoDb().endpoint();
        return new Assembly(List.of(), List.of(new Hint(command)));
    }

    private record Hint(String command) implements Companion {
        @Override
        public Optional<String> announcement() {
            return Optional.of("To index what was put into S3 by hand: " + command);
        }

        @Override
        public boolean idle() {
            return true;
        }

        @Override
        public void close() {
            // Nothing runs.
        }
    }
}
