package io.lull.wire;

import io.lull.protocol.failure.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the types of the protocol by looking, so that nobody can forget to list one. */
public final class ProtocolTypes {
  private ProtocolTypes() {}

  /** Every class of the protocol, from wherever it was loaded. */
  static List<Class<?>> all() {
    try {
      Path place = Path.of(Fault.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        return classesBelow(place);
      }
      URI jar = URI.create("jar:" + place.toUri());
      try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
        return classesBelow(files.getPath("/"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every sealed interface that others can see and that is no part of another one. */
  static List<Class<?>> sealedRoots() {
    return all().stream()
        .filter(type -> type.isInterface() && type.isSealed())
        .filter(type -> Modifier.isPublic(type.getModifiers()))
        .filter(type -> Arrays.stream(type.getInterfaces()).noneMatch(Class::isSealed))
        .toList();
  }

  /** The records below a sealed interface, through sealed interfaces between them. */
  public static List<Class<?>> members(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses())
            .flatMap(permitted -> members(permitted).stream())
            .toList()
        : List.of(type);
  }

  /** Everything that a message may hold, however deep. */
  static Set<Class<?>> reachable(List<? extends Type> from) {
    Set<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getName));
    from.forEach(type -> reach(type, found));
    return found;
  }

  private static void reach(Type type, Set<Class<?>> found) {
    switch (type) {
      case ParameterizedType generic ->
          Arrays.stream(generic.getActualTypeArguments()).forEach(part -> reach(part, found));
      case Class<?> plain when found.add(plain) -> {
        if (plain.isSealed()) {
          members(plain).forEach(member -> reach(member, found));
        } else if (plain.isRecord()) {
          for (RecordComponent component : plain.getRecordComponents()) {
            reach(component.getGenericType(), found);
          }
        }
      }
      default -> {}
    }
  }

  /** How the golden files call a type; the simple names of nested ones are not its own. */
  static String kebab(Class<?> type) {
    String name = type.getSimpleName().replaceAll("(?<!^)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    return type.isMemberClass() ? kebab(type.getEnclosingClass()) + "-" + name : name;
  }

  private static List<Class<?>> classesBelow(Path root) throws IOException {
    Set<Class<?>> found = new LinkedHashSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted().toList()) {
        String path = root.relativize(file).toString();
        if (path.endsWith(".class") && !path.endsWith("-info.class")) {
          found.add(loaded(path));
        }
      }
    }
    return List.copyOf(found);
  }

  private static Class<?> loaded(String path) {
    String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
    try {
      return Class.forName(name, false, Fault.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
