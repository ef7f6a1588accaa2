/** One class for each command. */
@NullMarked
package io.lull.cli.command;

import org.jspecify.annotations.NullMarked;
