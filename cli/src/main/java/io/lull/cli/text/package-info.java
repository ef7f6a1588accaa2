/** How things read on a screen: tables, YAML, JSON, times and the picture of a window. */
@NullMarked
package io.lull.cli.text;

import org.jspecify.annotations.NullMarked;
