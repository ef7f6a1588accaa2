package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;

/** What is known of a hold before it begins: enough for somebody else to end it. */
public record HoldNote(HoldToken token, SetId set, WriterId writer, Holdable what) {}
