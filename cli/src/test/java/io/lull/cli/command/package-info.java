/** Tests of what commands share. */
@NullMarked
package io.lull.cli.command;

import org.jspecify.annotations.NullMarked;
