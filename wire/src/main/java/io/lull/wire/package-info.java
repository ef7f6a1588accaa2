/** JSON and CBOR form of the protocol types, and the event-log files made of it. */
@NullMarked
package io.lull.wire;

import org.jspecify.annotations.NullMarked;
