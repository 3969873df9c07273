package io.ivsorchestrator.local.backfill;

import io.ivsorchestrator.backfill.Counts;
import io.ivsorchestrator.backfill.Mode;
import io.ivsorchestrator.backfill.Progress;
import java.time.Duration;
import java.util.Locale;

/** How far a backfill is, in one line. */
final class ProgressLine {
    private ProgressLine() {
    }

    /**
     * @param before  what earlier goes of the same run had done
     * @param elapsed since then
     */
    static String of(Mode mode, Progress now, Progress before, Duration elapsed) {
        Counts counts = now.counts();
        double seconds = Math.max(elapsed.toMillis(), 1) / 1000.0;
        String rate = String.format(Locale.ROOT, "%,.0f a second",
                (counts.found() - before.counts().found()) / seconds);
        return String.format(Locale.ROOT, "%,d recordings found%s, %,d of %,d prefixes done, %s%s", counts.found(),
                details(mode, counts), now.done(), now.errands(), rate, left(now, before, elapsed));
    }

    private static String details(Mode mode, Counts counts) {
        String details = switch (mode) {
            case INDEX -> String.format(Locale.ROOT, ", %,d indexed, %,d known before, %,d unreadable", counts
                    .indexed(), counts.known(), counts.unread());
            case DRY_RUN -> "";
            case VERIFY -> String.format(Locale.ROOT, ", %,d as the index has them, %,d missing, %,d differing", counts
                    .known(), counts.missing(), counts.differing());
        };
        return details + String.format(Locale.ROOT, ", %,d skipped (without metadata), %,d foreign", counts
                .withoutMetadata(), counts.foreign());
    }

    /** By prefixes; nothing as long as none is done. */
    private static String left(Progress now, Progress before, Duration elapsed) {
        long done = now.done() - before.done();
        if (now.ended() || done <= 0) {
            return "";
        }
        Duration left = elapsed.multipliedBy(now.errands() - now.done()).dividedBy(done);
        return String.format(Locale.ROOT, ", about %d:%02d:%02d left", left.toHours(), left.toMinutesPart(),
                left.toSecondsPart());
    }
}
