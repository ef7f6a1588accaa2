package io.lull.benchmarks.system;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.ProviderRegistry;
import io.lull.provider.spi.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How long writers stand still while {@code reflink} and {@code copy} commit many small files,
 * against {@code cp} in the same run. It needs root, and makes a file system of its own.
 */
final class Trees {
  private static final int EACH = 200;
  private static final int SIZE = 4000;
  private static final int CHANGED = 100;

  private final int files;
  private final int rounds;
  private final Path mount;
  private final Path tree;

  private Trees(Options options, Path mount) {
    this.files = options.number("files", 100_000);
    this.rounds = options.number("rounds", 3);
    this.mount = mount;
    this.tree = mount.resolve("tree");
  }

  static void main(Options options) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(options.text("in", "/tmp")), "trees");
    try {
      for (String kind : List.of("reflink", "copy")) {
        if (options.text("only", kind).equals(kind)) {
          on(directory, kind, options);
        }
      }
    } finally {
      Files.delete(directory);
    }
  }

  private static void on(Path directory, String kind, Options options) throws Exception {
    long size = (long) options.number("gibibytes", 6) << 30;
    String fileSystem = kind.equals("reflink") ? "xfs" : "ext4";
    try (ScratchFileSystem scratch = ScratchFileSystem.make(directory, fileSystem, size)) {
      Trees trees = new Trees(options, scratch.mount());
      trees.grow();
      if (kind.equals("reflink")) {
        trees.reflink();
      } else {
        trees.copy();
      }
    }
  }

  private void grow() throws IOException {
    byte[] content = new byte[SIZE];
    for (int i = 0; i < files; i++) {
      new Random(i).nextBytes(content);
      Path file = file(i);
      if (i % EACH == 0) {
        Files.createDirectories(file.getParent());
      }
      Files.write(file, content);
    }
    Commands.run("sync");
  }

  private Path file(int number) {
    return tree.resolve("directory" + number / EACH).resolve("file" + number % EACH);
  }

  private void reflink() throws Exception {
    Report report = new Report("reflink of " + files + " files of " + SIZE + " bytes on XFS");
    Provider provider = provider("reflink");
    long[] prepared = new long[rounds];
    long[] held = new long[rounds];
    long[] other = new long[rounds];
    for (int round = 0; round < rounds; round++) {
      Commands.run("sync");
      prepared[round] =
          step(provider, ProviderStep.BEGIN_PREPARE) + step(provider, ProviderStep.END_PREPARE);
      held[round] = step(provider, ProviderStep.COMMIT);
      other[round] = cp("--reflink=always");
      end(provider);
    }
    say(report, prepared, held, other);
    report.say("cp -a --reflink=always / Commit, medians: %.1f; promised ≥ 5", ratio(other, held));
    report.end();
  }

  private void copy() throws Exception {
    Report report = new Report("copy of " + files + " files on ext4, of which 1 % have changed");
    Provider provider = provider("copy");
    long[] prepared = new long[rounds];
    long[] held = new long[rounds];
    long[] other = new long[rounds];
    for (int round = 0; round < rounds; round++) {
      Commands.run("sync");
      prepared[round] =
          step(provider, ProviderStep.BEGIN_PREPARE) + step(provider, ProviderStep.END_PREPARE);
      for (int i = 0; i < files; i += CHANGED) {
        Files.write(file(i), new byte[SIZE + round]);
      }
      held[round] = step(provider, ProviderStep.COMMIT);
      other[round] = cp("--reflink=never");
      end(provider);
    }
    say(report, prepared, held, other);
    report.say("Commit / cp -a, medians: %.1f %%; promised ≤ 5 %%", 100 / ratio(other, held));
    report.end();
  }

  private static void say(Report report, long[] prepared, long[] held, long[] other) {
    report.figures("BeginPrepare and EndPrepare, before the window", Figures.millis(prepared));
    report.figures("Commit, in the window", Figures.millis(held));
    report.figures("cp -a", Figures.millis(other));
  }

  private static double ratio(long[] one, long[] other) {
    return Figures.millis(one).median() / Figures.millis(other).median();
  }

  private static Provider provider(String kind) {
    return ProviderRegistry.installed()
        .create(
            new ProviderId(ProviderFixture.HOST, "bench"),
            Map.of("kind", kind, "budget", "10 minutes"));
  }

  private long step(Provider provider, ProviderStep step) throws Exception {
    long before = System.nanoTime();
    Volume volume = new Volume(ProviderFixture.HOST, tree.toString());
    List<Marker> markers = List.of(ProviderFixture.marker(ProviderFixture.A, volume, false));
    provider.run(step, markers, false);
    return System.nanoTime() - before;
  }

  private void end(Provider provider) throws Exception {
    Volume volume = new Volume(ProviderFixture.HOST, tree.toString());
    provider.discard(ProviderFixture.copy(ProviderFixture.A, volume));
  }

  private long cp(String reflink) throws IOException {
    Path other = mount.resolve("other");
    long before = System.nanoTime();
    Commands.run("cp", "-a", reflink, tree.toString(), other.toString());
    long taken = System.nanoTime() - before;
    Commands.run("rm", "-rf", other.toString());
    return taken;
  }
}
