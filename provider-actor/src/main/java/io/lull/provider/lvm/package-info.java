/** Copies as thin snapshots of LVM, by the command-line tools; what is copied is mounted. */
@NullMarked
package io.lull.provider.lvm;

import org.jspecify.annotations.NullMarked;
