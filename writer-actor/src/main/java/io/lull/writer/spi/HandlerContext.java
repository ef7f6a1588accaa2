package io.lull.writer.spi;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import java.time.Duration;

/**
 * For whom a handler is called, and how long it may take.
 *
 * @param errorHandling whether it is to clean up after something that went wrong
 * @param limit when it has not returned by then, it has failed and is interrupted
 */
public record HandlerContext(SessionId session, SetId set, boolean errorHandling, Duration limit) {}
