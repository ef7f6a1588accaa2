/** Makes a directory of an application out of the archives of a backup. */
@NullMarked
package io.lull.cli.stream.unpack;

import org.jspecify.annotations.NullMarked;
