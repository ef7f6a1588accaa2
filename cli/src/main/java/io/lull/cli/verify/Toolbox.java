package io.lull.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.protocol.value.Visible;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Finds the programs of engines and runs them: as whoever owns the data, with nothing of our
 * environment, and no longer than we live.
 */
final class Toolbox {
  private static final String USUAL =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final File NOTHING = new File("/dev/null");
  private static final long LOOK_MILLIS = 50;
  private static final int WORDS = 400;
  private static final Pattern WRONG = Pattern.compile("FATAL|PANIC|ERROR|Error|error|damaged");

  private final String path;
  private final Scratch scratch;
  private final Limit limit;

  /**
   * Programs in these directories.
   *
   * @param path as a shell has it; the usual one if nothing was said
   */
  Toolbox(Optional<String> path, Scratch scratch, Limit limit) {
    this.path = path.orElse(USUAL);
    this.scratch = scratch;
    this.limit = limit;
  }

  Scratch scratch() {
    return scratch;
  }

  Limit limit() {
    return limit;
  }

  /** The first of these programs that is installed. */
  String need(String... names) throws NotCheckedException {
    for (String name : names) {
      Optional<String> found = find(name);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new NotCheckedException(String.join(" and ", names) + ": not installed here");
  }

  Optional<String> find(String name) {
    for (String directory : path.split(":")) {
      try {
        Path program = Path.of(directory).resolve(name);
        if (directory.startsWith("/")
            && Files.isRegularFile(program)
            && Files.isExecutable(program)) {
          return Optional.of(program.toString());
        }
      } catch (InvalidPathException none) {
        // There is nothing in it.
      }
    }
    return Optional.empty();
  }

  /**
   * What a program said, and how it ended.
   *
   * @param out no more of it than somebody would have asked for
   */
  record Said(int status, String out, String err) {
    /** What it complains about, in one line. */
    String complaint() {
      String all = err.isBlank() ? out : err;
      List<String> lines = all.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      String line =
          lines.stream()
              .filter(each -> WRONG.matcher(each).find())
              .findFirst()
              .orElse(lines.isEmpty() ? "it ended with status " + status : lines.getLast());
      return Visible.of(line.length() > WORDS ? line.substring(0, WORDS) : line);
    }
  }

  /** Runs a program to its end. */
  Said run(Owner owner, String... command) throws IOException {
    return run(owner, NOTHING, List.of(command));
  }

  Said run(Owner owner, File input, List<String> command) throws IOException {
    Path out = scratch.file();
    Path err = scratch.file();
    Process process = start(owner, input, command, out, err, "KILL");
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        limit.check();
      }
      limit.check();
      return new Said(process.exitValue(), read(out), read(err));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IOException(command.getFirst() + " was interrupted", ended);
    } finally {
      Server.kill(process);
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  /** Starts a server, which has to be closed. */
  Server serve(Owner owner, Server.Signals signals, List<String> command) throws IOException {
    Path log = scratch.file();
    Process process = start(owner, NOTHING, command, log, log, signals.ours());
    return new Server(process, log, signals, this);
  }

  private Process start(
      Owner owner, File input, List<String> command, Path out, Path err, String atOurEnd)
      throws IOException {
    List<String> words = new ArrayList<>();
    // Ctrl-C is meant for us alone: what it ended of an engine would look as if its data were bad.
    words.add(find("setsid").orElse("setsid"));
    // Also when we are killed by force nothing of an engine goes on.
    words.addAll(
        List.of(find("setpriv").orElse("setpriv"), "--pdeathsig", atOurEnd, "--no-new-privs"));
    if (owner.user() != Owner.own().user()) {
      words.addAll(
          List.of("--reuid=" + owner.user(), "--regid=" + owner.group(), "--clear-groups"));
    }
    words.add("--");
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(new File("/"))
            .redirectInput(input)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
    if (out.equals(err)) {
      builder.redirectErrorStream(true);
    }
    builder.environment().clear();
    builder.environment().putAll(environment());
    return builder.start();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", path);
    environment.put("LC_ALL", "C");
    environment.put("HOME", "/nonexistent");
    environment.put("PGCONNECT_TIMEOUT", "10");
    return environment;
  }

  static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(Question.MOST), UTF_8);
    }
  }
}
