package io.lull.cli.stream;

import io.lull.cli.stream.store.AtRest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How archives are compressed before they are stored. */
public record Compression(int level) {
  private static final Pattern WRITTEN = Pattern.compile("zstd(?::(\\d{1,2}))?");

  /** Checked where the level is used too, so that both say the same. */
  public Compression {
    var _ = new AtRest(OptionalInt.of(level), Optional.empty());
  }

  /** A method with its level, such as {@code zstd:5}. */
  public static Compression parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException("expected zstd or zstd:LEVEL, but got '" + text + "'");
    }
    String level = written.group(1);
    return new Compression(level == null ? AtRest.LEVEL : Integer.parseInt(level));
  }
}
