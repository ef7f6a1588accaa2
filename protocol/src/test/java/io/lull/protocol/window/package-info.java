/** Tests of the freeze window. */
package io.lull.protocol.window;
