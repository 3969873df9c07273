package io.ivsorchestrator.local.story;

/** What an object holds. A long recording has gigabytes of media: it is made only where somebody keeps it. */
public interface Content {

    /** Length in bytes. */
    long size();

    /** All of it; the caller may change the array. */
    byte[] bytes();
}
