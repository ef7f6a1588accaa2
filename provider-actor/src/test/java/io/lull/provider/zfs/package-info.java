/**
 * Tests of the ZFS provider, on outputs in the documented formats, and where it can be on ZFS
 * itself.
 */
package io.lull.provider.zfs;
