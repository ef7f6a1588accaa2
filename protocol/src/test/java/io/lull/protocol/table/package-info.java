/** What can be said about any table: its document, and which of its rows were taken. */
@NullMarked
package io.lull.protocol.table;

import org.jspecify.annotations.NullMarked;
