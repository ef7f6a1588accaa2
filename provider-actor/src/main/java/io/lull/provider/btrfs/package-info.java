/**
 * Copies as snapshots of btrfs subvolumes, made by the kernel's own calls.
 *
 * <pre>
 *   DIRECTORY/PROVIDER/SET.DIGEST/        one directory for each copy, its marker as an attribute
 *   DIRECTORY/PROVIDER/SET.DIGEST/copy    the snapshot, from Commit on
 * </pre>
 *
 * <p>The making of a snapshot ends with the transaction that it is part of, so an attribute that is
 * set right before it is on the disk together with it, and Commit needs no write of its own.
 */
@NullMarked
package io.lull.provider.btrfs;

import org.jspecify.annotations.NullMarked;
