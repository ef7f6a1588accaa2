package io.lull.writer.source.sqlite.wal;

/**
 * What a log has of one database.
 *
 * @param after where the log before it ends
 * @param frames how many frames lie between that and where this one ends; with none there is no
 *     file of them
 */
public record Part(String name, WalPosition after, WalPosition to, long frames) {
  static Part of(String line) {
    String[] words = line.split(" ");
    if (words.length != 4) {
      throw new IllegalArgumentException("expected four words for a database, but got " + line);
    }
    return new Part(
        words[0], WalPosition.of(words[1]), WalPosition.of(words[2]), Long.parseLong(words[3]));
  }

  String line() {
    return String.join(" ", name, after.text(), to.text(), Long.toString(frames));
  }

  /** For whoever restores it. */
  public String json() {
    return "{\"name\":\"%s\",\"after\":\"%s\",\"to\":\"%s\",\"frames\":%d}"
        .formatted(name, after.text(), to.text(), frames);
  }
}
