/** The program {@code lull}: its commands, put together. */
@NullMarked
package io.lull.cli;

import org.jspecify.annotations.NullMarked;
