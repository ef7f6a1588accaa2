/** The target of a stream: takes backups from a running application, checks and restores them. */
@NullMarked
package io.lull.cli.stream;

import org.jspecify.annotations.NullMarked;
