package io.lull.kernel;

/** Which file this is, on which device and by which mount it was reached. */
public record Identity(long inode, int deviceMajor, int deviceMinor, long mount) {}
