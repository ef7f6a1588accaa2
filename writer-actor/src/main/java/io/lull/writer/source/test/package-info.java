/**
 * A source for tests, of kind {@code test}: it misbehaves as it is told to, and writes down what
 * truly happened to it.
 *
 * <p>Main code, because configuration can name it: tests of whole processes and benchmarks stream
 * it as a node streams any other instance.
 */
@NullMarked
package io.lull.writer.source.test;

import org.jspecify.annotations.NullMarked;
