package io.lull.kernel;

/** One line of a directory's list. */
public record DirectoryEntry(Name name, FileType type) {}
