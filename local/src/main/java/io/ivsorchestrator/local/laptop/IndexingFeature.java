package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.IndexingHandler;
import io.ivsorchestrator.indexing.S3Quarantine;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.media.S3RecordingFiles;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Indexing, as deployed but for one thing: events of any account are believed, since it is a person who brings them. */
final class IndexingFeature implements Feature {
    /** Of the queue and the function. */
    static final String NAME = "indexing";

    @Override
    public Assembly assemble(Parts parts) {
        IndexEvents events = new IndexEvents(parts.index(), new S3RecordingFiles(parts.s3()),
                new S3Quarantine(parts.s3(), parts.quarantineBucket(), InstantSource.system()),
                new TrustedAccounts.Any());
        return Assembly.of(new Pipeline(NAME, new IndexingHandler(events, parts.metrics()), IndexingFeature::rules));
    }

    private static List<EventRule> rules(Routing routing) {
        List<EventRule> rules = new ArrayList<>();
        for (String account : routing.accounts()) {
            rules.add(EventRule.ofServices("ivs-events-of-" + account, EventPatterns.ivsEvents(account)));
            rules.add(EventRule.ofServices("recording-objects-of-" + account,
                    EventPatterns.recordingObjects(account, routing.buckets())));
        }
        return rules;
    }
}
