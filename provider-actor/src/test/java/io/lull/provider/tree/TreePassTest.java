package io.lull.provider.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.FileCalls;
import io.lull.kernel.Name;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.provider.tree.TreePass.Manner;
import io.lull.provider.tree.TreePass.Report;
import io.lull.provider.tree.TreePass.Tree;
import io.lull.provider.tree.TreePass.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreePassTest {
  private static final int SEEDS = Math.max(1, Integer.getInteger("lull.seeds", 300) / 25);

  @TempDir Path directory;

  /** One tree with its copy and what the last pass has seen. */
  private static final class Pair implements AutoCloseable {
    private final Contents contents;
    private final FileCalls calls = new FileCalls();
    final Path source;
    final Path copy;
    private final Path bin;
    private final int from;
    private final int to;
    private final int trash;
    private Tree seen = Tree.nothing();

    Pair(Path here, Path there, String name, Contents contents) throws IOException {
      this.contents = contents;
      source = Files.createDirectory(here.resolve("source" + name));
      copy = Files.createDirectory(there.resolve("copy" + name));
      bin = Files.createDirectory(there.resolve("trash" + name));
      from = calls.openDirectory(source.toString());
      to = calls.openDirectory(copy.toString());
      trash = calls.openDirectory(bin.toString());
    }

    Report pass(boolean times) throws Exception {
      long forced = System.currentTimeMillis();
      if (!contents.always()) {
        calls.forceFileSystem(from);
      }
      Manner manner = new Manner(contents, Trust.now(times), forced, Set.of(), 3, Long.MAX_VALUE);
      Report report = TreePass.run(new Trees("top", from, to, trash), manner, seen, new Stop());
      seen = report.seen();
      return report;
    }

    List<String> differences() throws IOException {
      // What was thrown away is a link more of a file that is kept by another name.
      LoopDevice.run("find", bin.toString(), "-mindepth", "1", "-delete");
      // Only then XFS says where holes are, and not where it is prepared for more data.
      calls.forceFileSystem(from);
      calls.forceFileSystem(to);
      return TreeImage.differences(source, copy);
    }

    @Override
    public void close() {
      calls.close(from);
      calls.close(to);
      calls.close(trash);
      calls.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"xfs, 320, clone", "btrfs, 256, clone", "ext4, 256, bytes", "xfs, 320, bytes"})
  void a_copy_is_what_the_tree_is_after_every_change(String kind, long mebibytes, String how)
      throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, kind, mebibytes << 20)) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        check(device.mount(), device.mount(), seed, how);
      }
    }
  }

  private static void check(Path here, Path there, long seed, String how) throws Exception {
    Contents contents = how.equals("clone") ? new CloneContents() : new ByteContents();
    try (Pair pair = new Pair(here, there, how + seed, contents);
        RandomTree tree = new RandomTree(pair.source, seed)) {
      tree.grow(60);
      pair.pass(true);
      assertThat(pair.differences()).as("seed %s", seed).isEmpty();
      for (int round = 1; round <= 4; round++) {
        tree.change(15);
        pair.pass(true);
        assertThat(pair.differences()).as("seed %s, round %s", seed, round).isEmpty();
      }
    }
  }

  @Test
  void a_tree_deeper_than_any_path_is_copied_and_removed() throws Exception {
    Real.needRoot();
    int depth = 1000;
    try (Pair pair = new Pair(directory, directory, "deep", new ByteContents())) {
      int below = pair.calls.openDirectory(pair.source.toString());
      Name name = Name.of("directory");
      for (int i = 0; i < depth; i++) {
        pair.calls.close(pair.calls.create(below, Name.of("file"), 0600));
        for (String other : List.of("one", "two")) {
          pair.calls.makeDirectory(below, Name.of(other), 0700);
        }
        pair.calls.makeDirectory(below, name, 0755);
        int next = pair.calls.openDirectory(below, name);
        pair.calls.close(below);
        below = next;
      }
      pair.calls.close(below);
      assertThat(pair.pass(true).entries()).isEqualTo(4 * depth);
      assertThat(pair.pass(true).entries()).isEqualTo(4 * depth);

      for (Path top : List.of(pair.source, pair.copy)) {
        int bin = pair.calls.openDirectory(top.toString());
        Crew.work(2, new Stop(), new Trash(bin)::empty);
        pair.calls.close(bin);
        assertThat(top).isEmptyDirectory();
      }
    }
  }

  @Test
  void another_mount_is_named_and_its_place_is_kept() throws Exception {
    Real.needRoot();
    try (Pair pair = new Pair(directory, directory, "mounts", new ByteContents())) {
      Path inner = Files.createDirectory(pair.source.resolve("inner"));
      Path file = Files.writeString(pair.source.resolve("file"), "below");
      LoopDevice.run("mount", "-t", "tmpfs", "tmpfs", inner.toString());
      LoopDevice.run("mount", "--bind", "/etc/hostname", file.toString());
      try {
        Files.writeString(inner.resolve("elsewhere"), "x");
        assertThat(pair.pass(true).leftOut()).containsExactly("top/file", "top/inner");
        assertThat(pair.pass(true).leftOut()).containsExactly("top/file", "top/inner");
        assertThat(pair.copy.resolve("inner")).isEmptyDirectory();
        assertThat(pair.copy.resolve("file")).isEmptyFile();
      } finally {
        LoopDevice.run("umount", inner.toString());
        LoopDevice.run("umount", file.toString());
      }
      pair.pass(true);
      assertThat(pair.differences()).isEmpty();
    }
  }

  @Test
  void what_a_stranger_swaps_meanwhile_never_leads_out_of_the_tree() throws Exception {
    Path secret = Files.createDirectory(directory.resolve("secret"));
    Files.writeString(secret.resolve("file"), "secret");
    try (Pair pair = new Pair(directory, directory, "hostile", new ByteContents())) {
      Path victim = Files.createDirectory(pair.source.resolve("victim"));
      Files.writeString(victim.resolve("file"), "own");
      Path link = Files.createSymbolicLink(pair.source.resolve("link"), secret);
      Path aside = pair.source.resolve("aside");
      AtomicBoolean over = new AtomicBoolean();
      Thread stranger =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      move(victim, aside);
                      move(link, victim);
                      move(victim, link);
                      move(aside, victim);
                    }
                  });
      try {
        for (int round = 0; round < 50; round++) {
          try {
            pair.pass(true);
          } catch (MovedException moved) {
            // It said so, which is all that it can do.
          }
          try (Stream<Path> files = Files.walk(pair.copy)) {
            assertThat(files.filter(Files::isRegularFile).map(TreePassTest::read))
                .doesNotContain("secret");
          }
        }
      } finally {
        over.set(true);
        stranger.join();
      }
      pair.pass(true);
      assertThat(pair.differences()).isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.isSymbolicLink(file) ? "" : Files.readString(file);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void a_change_that_the_times_do_not_show_is_found_where_times_are_not_believed()
      throws Exception {
    Real.needRoot();
    Path mount = Files.createDirectory(directory.resolve("memory"));
    LoopDevice.run("mount", "-t", "tmpfs", "tmpfs", mount.toString());
    try (Pair pair = new Pair(mount, directory, "mapped", new ByteContents())) {
      Path file = Files.write(pair.source.resolve("file"), new byte[8192]);
      MappedByteBuffer mapped;
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 8192);
      }
      mapped.put(5000, (byte) 1);
      pair.pass(false);
      Object before = Files.getAttribute(file, "unix:ctime");
      mapped.put(5000, (byte) 2);
      assertThat(Files.getAttribute(file, "unix:ctime")).isEqualTo(before);
      pair.pass(false);
      assertThat(Files.mismatch(file, pair.copy.resolve("file"))).isEqualTo(-1);
    } finally {
      LoopDevice.run("umount", "--lazy", mount.toString());
    }
  }
}
