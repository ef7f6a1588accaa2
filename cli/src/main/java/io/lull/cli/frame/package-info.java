/** What every command has: where it runs, what it prints on, and how it fails. */
@NullMarked
package io.lull.cli.frame;

import org.jspecify.annotations.NullMarked;
