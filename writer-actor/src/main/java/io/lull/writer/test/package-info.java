/**
 * A writer for tests, of kind {@code test}: it misbehaves as it is told to, and writes down what
 * truly happened to it, so that a test need not believe what anybody reports.
 *
 * <p>Main code, because configuration can name it: tests of whole processes and benchmarks use it
 * as a node uses any other writer.
 */
@NullMarked
package io.lull.writer.test;

import org.jspecify.annotations.NullMarked;
