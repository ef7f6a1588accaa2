package io.lull.acceptance.architecture;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules that neither compiler nor formatter keeps, checked on the text of the repository. Every
 * check returns what is wrong, one line per finding, beginning with the file.
 */
final class Tidy {

  private static final int MAX_LINES = 400;

  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", ".vscode");

  // Its classes are bad on purpose.
  private static final String FIXTURE = "/architecture/fixture/";

  // Written so that these lines do not find themselves.
  private static final Pattern UNNUMBERED =
      Pattern.compile("\\b(TO[D]O|FIX[M]E)\\b(?!\\(#\\d+\\))");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.-])/(work|root|(home|Users)/\\w+)/");
  private static final Pattern SLEEP =
      Pattern.compile("\\b(Thread|TimeUnit\\.\\w+)\\s*(\\.\\s*sleep\\s*\\(|::\\s*sleep\\b)");

  private static final Pattern CODE = Pattern.compile("(?ms)^\\s*```.*?^\\s*```|`[^`\n]*`");
  private static final Pattern LINK =
      Pattern.compile(
          "\\]\\(\\s*<?([^)\\s>]+)[^)]*\\)|^\\[[^\\]]+\\]:\\s*(\\S+)", Pattern.MULTILINE);
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z+.-]*:.*|#.*");

  private final Path root;

  /** Text of every file that is ours, by path below the root, with forward slashes. */
  private final Map<String, String> files;

  private Tidy(Path root, Map<String, String> files) {
    this.root = root;
    this.files = files;
  }

  static Tidy of(Path root) {
    Map<String, String> files = new TreeMap<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              return NOT_OURS.contains(String.valueOf(dir.getFileName()))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              // In a second working tree .git is a file.
              if (NOT_OURS.contains(String.valueOf(file.getFileName()))) {
                return FileVisitResult.CONTINUE;
              }
              try {
                files.put(root.relativize(file).toString(), Files.readString(file));
              } catch (CharacterCodingException notText) {
                // A picture has no lines to check.
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Tidy(root, files);
  }

  List<String> tooLong() {
    return java()
        .filter(file -> text(file).lines().count() > MAX_LINES)
        .map(file -> "%s has %d lines".formatted(file, text(file).lines().count()))
        .toList();
  }

  List<String> packagesWithoutInfo() {
    Set<String> packages =
        java().filter(file -> file.contains("src/main/java/")).map(Tidy::parent).collect(toSet());
    return packages.stream()
        .filter(dir -> !files.containsKey(dir + "package-info.java"))
        .map(dir -> dir + " has no package-info.java")
        .sorted()
        .toList();
  }

  List<String> brokenLinks() {
    List<String> broken = new ArrayList<>();
    for (String file : named(".md").toList()) {
      String prose = CODE.matcher(text(file)).replaceAll("");
      LINK.matcher(prose)
          .results()
          .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
          .filter(link -> !ELSEWHERE.matcher(link).matches())
          .filter(link -> !Files.exists(root.resolve(parent(file) + link.replaceFirst("#.*", ""))))
          .forEach(link -> broken.add("%s links to %s, which is not there".formatted(file, link)));
    }
    return broken;
  }

  List<String> todosWithoutIssue() {
    return lines(file -> true, UNNUMBERED);
  }

  List<String> machinePaths() {
    return lines(file -> true, MACHINE_PATH);
  }

  List<String> sleepingTests() {
    return lines(
        file ->
            file.endsWith(".java") && file.contains("src/test/java/") && !file.contains(FIXTURE),
        SLEEP);
  }

  private List<String> lines(Predicate<String> which, Pattern bad) {
    List<String> found = new ArrayList<>();
    for (String file : files.keySet().stream().filter(which).toList()) {
      int number = 0;
      for (String line : text(file).lines().toList()) {
        number++;
        if (bad.matcher(line).find()) {
          found.add("%s:%d: %s".formatted(file, number, line.strip()));
        }
      }
    }
    return found;
  }

  private Stream<String> java() {
    return named(".java");
  }

  private Stream<String> named(String suffix) {
    return files.keySet().stream().filter(file -> file.endsWith(suffix));
  }

  private String text(String file) {
    return files.getOrDefault(file, "");
  }

  private static String parent(String file) {
    return file.substring(0, file.lastIndexOf('/') + 1);
  }
}
