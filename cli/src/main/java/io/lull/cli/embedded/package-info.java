/** A node that is started for one command, and ends with it. */
@NullMarked
package io.lull.cli.embedded;

import org.jspecify.annotations.NullMarked;
