/** {@code lull shadow}: a shell and a language for scripts, with the verbs of diskshadow. */
@NullMarked
package io.lull.cli.shadow;

import org.jspecify.annotations.NullMarked;
