package io.lull.writer.guard;

/**
 * What a hold file says, in plain text.
 *
 * @param by the guard that holds
 */
public record HoldFile(HoldNote note, GuardLife by) {
  private static final String HEAD = "lull hold 1\n";

  String text() {
    return HEAD + note.lines().add("guard", by.pid()).add("started", by.started()).text();
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if anything is missing or not what it should be
   */
  static HoldFile parse(String text) {
    if (!text.startsWith(HEAD)) {
      throw new IllegalArgumentException("expected a hold file, but got something else");
    }
    Lines lines = Lines.parse(text.substring(HEAD.length()));
    return new HoldFile(
        HoldNote.of(lines), new GuardLife(lines.number("guard"), lines.number("started")));
  }
}
