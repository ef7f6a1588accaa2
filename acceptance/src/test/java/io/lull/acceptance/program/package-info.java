/** The program as people type it: real processes, from the launcher to the exit code. */
@NullMarked
package io.lull.acceptance.program;

import org.jspecify.annotations.NullMarked;
