package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;

/** What is known of a hold before it begins: enough for somebody else to end it. */
public record HoldNote(HoldToken token, SetId set, WriterId writer, Holdable what) {
  Lines lines() {
    Lines lines = new Lines();
    what.say(lines);
    return lines
        .add("token", token.hex())
        .add("set", set.name())
        .add("host", writer.host().name())
        .add("writer", writer.name());
  }

  /**
   * Reads one back.
   *
   * @throws IllegalArgumentException if anything is missing or not what it should be
   */
  static HoldNote of(Lines lines) {
    return new HoldNote(
        new HoldToken(lines.one("token")),
        new SetId(lines.one("set")),
        new WriterId(new HostId(lines.one("host")), lines.one("writer")),
        Holdable.of(lines));
  }
}
