/**
 * Tests of the LVM provider, on outputs in the documented formats, and where it can be on LVM
 * itself.
 */
package io.lull.provider.lvm;
