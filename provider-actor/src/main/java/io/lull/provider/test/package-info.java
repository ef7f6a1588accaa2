/**
 * A provider that copies nothing and does what a test wants: it keeps its copies and their markers
 * in memory or in a directory, fails, hangs and lies on demand, and writes down what happened.
 */
@NullMarked
package io.lull.provider.test;

import org.jspecify.annotations.NullMarked;
