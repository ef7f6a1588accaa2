package io.lull.protocol.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All tables that there are, found among the compiled classes, so that none can be forgotten. */
final class Tables {
  private static final Pattern PHASE =
      Pattern.compile("/\\*\\*\\s*(.+?)\\s*\\*/\\s*([A-Z][A-Z_]*)\\b", Pattern.DOTALL);

  private Tables() {}

  /** A table and the class that holds it. */
  record Found(Class<?> holder, Table<?, ?, ?, ?, ?> table) {
    /** The machine's name, such as {@code Session}. */
    String machine() {
      return holder.getSimpleName().replaceFirst("Table$", "");
    }

    /** What the source says of each phase; sentences do not survive compilation. */
    Map<String, String> sentences() {
      Class<?> phases = table.phases().getFirst().getDeclaringClass();
      Path source =
          Path.of(System.getProperty("lull.root", ".."))
              .resolve("protocol/src/main/java")
              .resolve(phases.getName().replace('.', '/') + ".java");
      Map<String, String> sentences = new LinkedHashMap<>();
      String text = read(source);
      Matcher matcher = PHASE.matcher(text.substring(text.indexOf('{')));
      while (matcher.find()) {
        sentences.put(matcher.group(2), matcher.group(1).replaceAll("\\s*\\n\\s*\\*?\\s*", " "));
      }
      return sentences;
    }
  }

  static List<Found> all() {
    Path classes = classes();
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(file -> file.endsWith("Table.class"))
          .sorted()
          .map(file -> file.replace(".class", "").replace('/', '.'))
          .map(Tables::load)
          .flatMap(Tables::tablesOf)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Found> tablesOf(Class<?> holder) {
    return Arrays.stream(holder.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .filter(field -> field.getType() == Table.class)
        .map(field -> new Found(holder, value(field)));
  }

  private static Table<?, ?, ?, ?, ?> value(Field field) {
    try {
      return (Table<?, ?, ?, ?, ?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path classes() {
    try {
      return Path.of(Table.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
