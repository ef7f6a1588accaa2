package io.lull.node.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.node.Main;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A process that listens at a port of this machine. */
record PortHolder(long process) {
  private static final Path PROC = Path.of("/proc");
  private static final List<Path> TABLES = List.of(Path.of("net/tcp"), Path.of("net/tcp6"));
  private static final String LISTENS = "0A";
  private static final int LOCAL_FIELD = 1;
  private static final int STATE_FIELD = 3;
  private static final int INODE_FIELD = 9;

  /** Who listens there; nobody, too, where it is somebody whom we may not look at. */
  static Optional<PortHolder> of(int port) {
    Set<String> sockets = new HashSet<>();
    for (Path table : TABLES) {
      try (Stream<String> lines = Files.lines(PROC.resolve(table))) {
        lines.forEach(line -> socket(line, port).ifPresent(sockets::add));
      } catch (IOException without) {
        // A kernel without that version of the protocol.
      }
    }
    return sockets.isEmpty()
        ? Optional.empty()
        : ProcessHandle.allProcesses()
            .filter(process -> has(process.pid(), sockets))
            .map(process -> new PortHolder(process.pid()))
            .findFirst();
  }

  private static Optional<String> socket(String line, int port) {
    String[] fields = line.strip().split("\\s+");
    boolean there =
        fields.length > INODE_FIELD
            && fields[STATE_FIELD].equals(LISTENS)
            && fields[LOCAL_FIELD].endsWith(String.format(Locale.ROOT, ":%04X", port));
    return there ? Optional.of("socket:[" + fields[INODE_FIELD] + "]") : Optional.empty();
  }

  private static boolean has(long process, Set<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(PROC.resolve(process + "/fd"))) {
      for (Path one : open) {
        if (Files.isSymbolicLink(one) && sockets.contains(Files.readSymbolicLink(one).toString())) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException goneOrForbidden) {
      // Then it is not for us to say what it has.
    }
    return false;
  }

  /** Whether it was started as a node is. */
  boolean isNode() {
    try {
      String words = Files.readString(PROC.resolve(process + "/cmdline"), UTF_8);
      return Arrays.asList(words.split("\0")).contains(Main.class.getName());
    } catch (IOException gone) {
      return false;
    }
  }
}
