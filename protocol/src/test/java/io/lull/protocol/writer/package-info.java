/** Tests of one writer on its host. */
package io.lull.protocol.writer;
