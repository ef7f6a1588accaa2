package io.lull.provider.lvm;

/** What is to be copied: a thin volume, and what file system is on it. */
record Origin(LogicalVolume volume, String fileSystem) {}
