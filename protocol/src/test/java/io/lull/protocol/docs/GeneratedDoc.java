package io.lull.protocol.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A document that is generated from the code: compared by default, written when asked to. */
public final class GeneratedDoc {
  private static final String NOTICE =
      "<!-- Generated from the code. Change the code, then run ./rewrite -->\n\n";

  private GeneratedDoc() {}

  /**
   * Fails when the file is not what the code says, and names the command that writes it anew.
   *
   * @param path the file below the root of the project, such as {@code docs/failures.md}
   * @param content what the file has to say; the notice that it is generated comes by itself
   */
  public static void check(String path, String content) {
    check(
        Path.of(System.getProperty("lull.root", "..")),
        Boolean.getBoolean("lull.rewrite"),
        path,
        content);
  }

  static void check(Path root, boolean rewrite, String path, String content) {
    String wanted = NOTICE + content.strip() + "\n";
    Path file = root.resolve(path);
    try {
      if (rewrite) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, wanted);
        return;
      }
      String found = Files.exists(file) ? Files.readString(file) : "";
      if (!found.equals(wanted)) {
        throw new AssertionError(
            "expected "
                + path
                + " as the code has it, but "
                + difference(found, wanted)
                + "\nHINT: Run ./rewrite and commit what it changed, once you understand it.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String difference(String found, String wanted) {
    if (found.isEmpty()) {
      return "the file is missing or empty";
    }
    List<String> old = found.lines().toList();
    List<String> fresh = wanted.lines().toList();
    for (int i = 0; i < Math.min(old.size(), fresh.size()); i++) {
      if (!old.get(i).equals(fresh.get(i))) {
        return "line " + (i + 1) + " is\n  " + old.get(i) + "\nand not\n  " + fresh.get(i);
      }
    }
    // Equal numbers of equal lines differ in how they end, which no editor shows.
    return old.size() == fresh.size()
        ? "its line ends differ"
        : "it has " + old.size() + " lines and not " + fresh.size();
  }
}
