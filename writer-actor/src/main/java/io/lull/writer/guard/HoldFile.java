package io.lull.writer.guard;

import io.lull.kernel.Identity;
import io.lull.kernel.Mounting;
import io.lull.kernel.SuperBlock;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import java.util.HashMap;
import java.util.Map;

/**
 * What a hold file says, one word and its value on a line: whoever finds it can read it without any
 * program.
 *
 * @param by the guard that holds
 */
public record HoldFile(HoldNote note, GuardLife by) {
  private static final int LINE_MAX = 20_000;

  String text() {
    FileSystem what =
        switch (note.what()) {
          case FileSystem file -> file;
        };
    StringBuilder text = new StringBuilder("lull hold 1\n");
    line(text, "kind", "filesystem");
    line(text, "path", what.path());
    line(text, "thaw", "fsfreeze --unfreeze <path>, or lull thaw --local");
    line(text, "token", note.token().hex());
    line(text, "set", note.set().name());
    line(text, "host", note.writer().host().name());
    line(text, "writer", note.writer().name());
    line(text, "block", what.block().name());
    line(text, "inode", what.identity().inode());
    line(text, "major", what.identity().deviceMajor());
    line(text, "minor", what.identity().deviceMinor());
    line(text, "mount", what.identity().mount());
    line(text, "mounting", what.mounting().number());
    line(text, "guard", by.pid());
    line(text, "started", by.started());
    return text.toString();
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if anything is missing or not what it should be
   */
  static HoldFile parse(String text) {
    if (text.length() > LINE_MAX || !text.startsWith("lull hold 1\n") || !text.endsWith("\n")) {
      throw new IllegalArgumentException("expected a hold file, but got something else");
    }
    Map<String, String> values = new HashMap<>();
    for (String line : text.split("\n")) {
      int space = line.indexOf(' ');
      if (space > 0) {
        values.put(line.substring(0, space), unescape(line.substring(space + 1)));
      }
    }
    if (!value(values, "kind").equals("filesystem")) {
      throw new IllegalArgumentException("expected a known kind of hold");
    }
    FileSystem what =
        new FileSystem(
            value(values, "path"),
            new Identity(
                number(values, "inode"),
                (int) number(values, "major"),
                (int) number(values, "minor"),
                number(values, "mount")),
            new SuperBlock(value(values, "block")),
            new Mounting(number(values, "mounting")));
    WriterId writer = new WriterId(new HostId(value(values, "host")), value(values, "writer"));
    return new HoldFile(
        new HoldNote(
            new HoldToken(value(values, "token")), new SetId(value(values, "set")), writer, what),
        new GuardLife(number(values, "guard"), number(values, "started")));
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(' ');
    for (char c : value.toString().toCharArray()) {
      if (c == '\\' || Character.isISOControl(c) || Character.isSurrogate(c)) {
        text.append(String.format("\\%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('\n');
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        plain.append(text.charAt(i));
      } else if (i + 5 <= text.length()) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        throw new IllegalArgumentException("expected four digits after a backslash");
      }
    }
    return plain.toString();
  }

  private static String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("expected a hold file that names its " + name);
    }
    return value;
  }

  private static long number(Map<String, String> values, String name) {
    return Long.parseLong(value(values, name));
  }
}
