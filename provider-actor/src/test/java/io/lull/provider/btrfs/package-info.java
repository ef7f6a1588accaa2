/** Tests of the btrfs provider, on a real btrfs. */
package io.lull.provider.btrfs;
