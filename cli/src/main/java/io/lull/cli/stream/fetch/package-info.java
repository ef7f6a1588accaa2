/** Fetches the files of a stream from its host, and has each block checked, hashed and stored. */
@NullMarked
package io.lull.cli.stream.fetch;

import org.jspecify.annotations.NullMarked;
