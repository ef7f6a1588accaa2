/** {@code lull backup}: the program as the requester of one backup. */
@NullMarked
package io.lull.cli.backup;

import org.jspecify.annotations.NullMarked;
