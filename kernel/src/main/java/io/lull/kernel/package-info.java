/**
 * The few system calls that Java has no word for, by {@link java.lang.foreign}: no command is
 * started for them. Everything works on open descriptors, so that what was looked at is also what
 * is acted on, whoever moves a mount or swaps a link meanwhile. Linux on x86-64 and AArch64.
 */
@NullMarked
package io.lull.kernel;

import org.jspecify.annotations.NullMarked;
