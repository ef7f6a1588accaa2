/** What a developer needs who cannot look himself, in one file and without secrets. */
@NullMarked
package io.lull.cli.debug;

import org.jspecify.annotations.NullMarked;
