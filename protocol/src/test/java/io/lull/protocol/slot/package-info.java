/** Tests of one host's creation slot and of its gate. */
package io.lull.protocol.slot;
