/** The guard, on real file systems, with whatever can die dying. */
package io.lull.writer.guard;
