package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.Channel;
import io.ivsorchestrator.local.ivs.account.RecordingConfiguration.Renditions;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.story.Size;
import io.ivsorchestrator.local.story.Variant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The renditions that a channel makes of a stream, largest first.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/channel-types.html">Channel Types</a>
 */
record Ladder(List<Variant> variants) {
    private static final int HD = 720;
    private static final int SD = 480;
    private static final int LOW = 360;
    private static final int LOWEST = 160;
    private static final int SLOW = 30;

    static Ladder of(Channel channel, StreamSession.Video video) {
        int height = Math.toIntExact(video.videoHeight());
        List<Variant> variants = new ArrayList<>();
        switch (channel.type()) {
            case "BASIC" -> variants.add(source(video));
            case "ADVANCED_SD" -> lower(video, Math.min(height, SD), variants);
            case "ADVANCED_HD" -> {
                if (height > SD && height < HD) {
                    variants.add(source(video));
                }
                lower(video, Math.min(height, HD), variants);
            }
            default -> {
                // STANDARD: the source as it comes, unless a rendition of the ladder takes its place.
                if (height > HD || height < SD) {
                    variants.add(source(video));
                }
                lower(video, height < SD ? height - 1 : height, variants);
            }
        }
        if (variants.isEmpty()) {
            variants.add(source(video));
        }
        if (channel.type().startsWith("ADVANCED")) {
            variants.add(new Variant("audio_only", null));
        }
        return new Ladder(List.copyOf(variants));
    }

    /** What is recorded: all, none, or those chosen; for a choice that there is not, the best that there is. */
    List<Variant> selected(Renditions renditions, String channelType) {
        return switch (renditions.renditionSelection()) {
            case "NONE" -> List.of();
            case "CUSTOM" -> channelType.equals("BASIC") ? variants : chosen(renditions.renditions());
            default -> variants;
        };
    }

    /** Of the smallest rendition of that class; of the source without one, or where it is left open. */
    Size thumbnailSize(Optional<String> resolution) {
        return resolution.flatMap(name -> pictures().filter(size -> name.equals(classOf(size.height()))).reduce(
                (_, smaller) -> smaller)).orElseGet(this::best);
    }

    private List<Variant> chosen(List<String> classes) {
        Set<Variant> chosen = new LinkedHashSet<>();
        for (String wanted : classes) {
            List<Variant> matching = variants.stream().filter(variant -> isOf(wanted, variant)).toList();
            chosen.addAll(matching.isEmpty() ? List.of(variants.getFirst()) : matching);
        }
        return variants.stream().filter(chosen::contains).toList();
    }

    private static boolean isOf(String wanted, Variant variant) {
        Size picture = variant.picture();
        return picture != null && wanted.equals(classOf(picture.height()));
    }

    private Size best() {
        return pictures().findFirst().orElseThrow();
    }

    private Stream<Size> pictures() {
        return variants.stream().map(Variant::picture).filter(Objects::nonNull);
    }

    private static String classOf(int height) {
        if (height <= LOW) {
            return "LOWEST_RESOLUTION";
        }
        if (height <= SD) {
            return "SD";
        }
        return height <= HD ? "HD" : "FULL_HD";
    }

    private static void lower(StreamSession.Video video, int highest, List<Variant> variants) {
        int fast = video.targetFramerate() > SLOW ? 2 * SLOW : SLOW;
        for (int height : new int[]{HD, SD, LOW, LOWEST}) {
            if (height <= highest) {
                variants.add(variant(video, height, height == HD ? fast : SLOW));
            }
        }
    }

    private static Variant source(StreamSession.Video video) {
        int height = Math.toIntExact(video.videoHeight());
        return new Variant(height + "p" + video.targetFramerate(),
                new Size(Math.toIntExact(video.videoWidth()), height));
    }

    /** Of the source's shape, with an even width. */
    private static Variant variant(StreamSession.Video video, int height, int framesPerSecond) {
        long width = video.videoWidth() * height / video.videoHeight() / 2 * 2;
        return new Variant(height + "p" + framesPerSecond, new Size(Math.toIntExact(width), height));
    }
}
