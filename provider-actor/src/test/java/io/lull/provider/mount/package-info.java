/** Tests of how the table of mounts is read. */
package io.lull.provider.mount;
