/** Copies made by commands of the administrator, in the manner of Samba's shell_snap. */
@NullMarked
package io.lull.provider.exec;

import org.jspecify.annotations.NullMarked;
