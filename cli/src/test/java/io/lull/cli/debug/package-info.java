@NullMarked
package io.lull.cli.debug;

import org.jspecify.annotations.NullMarked;
