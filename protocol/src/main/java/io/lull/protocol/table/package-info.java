/** A state machine as a total table: how rows are written, looked up and walked. */
@NullMarked
package io.lull.protocol.table;

import org.jspecify.annotations.NullMarked;
