/** The writer for file systems, on real ones. */
package io.lull.writer.filesystem;
