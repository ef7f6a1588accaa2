@NullMarked
package io.lull.cli.verify;

import org.jspecify.annotations.NullMarked;
