package io.ivsorchestrator.local.story;

import io.ivsorchestrator.local.media.Rendition;
import java.io.ByteArrayOutputStream;

/** What an object holds. A long recording has gigabytes of media: it is made only where somebody keeps it. */
public sealed interface Content {

    /** Length in bytes. */
    long size();

    /** All of it; the caller may change the array. */
    byte[] bytes();

    /** Something short. */
    final class Whole implements Content {
        private final byte[] bytes;

        /** @param bytes from now on not to be changed */
        public Whole(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /**
     * Media.
     *
     * @param first of the pieces of the rendition that it is made of
     * @param pieces how many follow each other
     */
    record Segment(Rendition rendition, int first, int pieces) implements Content {
        @Override
        public long size() {
            long size = 0;
            for (int piece = first; piece < first + pieces; piece++) {
                size += rendition.segmentSize(piece);
            }
            return size;
        }

        @Override
        public byte[] bytes() {
            var bytes = new ByteArrayOutputStream(Math.toIntExact(size()));
            for (int piece = first; piece < first + pieces; piece++) {
                bytes.writeBytes(rendition.segment(piece));
            }
            return bytes.toByteArray();
        }
    }
}
