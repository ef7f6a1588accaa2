package io.lull.cli.debug;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be had on this machine with no node at all.
 *
 * @param settings the file with the settings of the node, if there is one
 * @param logs files with what nodes have said
 */
record LocalParts(Programs programs, Optional<Path> settings, List<Path> logs) {
  private static final int TAIL = 4 << 20;
  private static final Path RUN = Path.of("/run/lull");
  private static final List<String> MACHINE =
      List.of(
          "/proc/version",
          "/proc/cmdline",
          "/proc/self/mountinfo",
          "/proc/filesystems",
          "/proc/meminfo",
          "/proc/swaps",
          "/proc/loadavg",
          "/proc/uptime",
          "/proc/sys/kernel/random/boot_id",
          "/proc/self/status",
          "/proc/self/cgroup",
          "/etc/os-release");

  void gather(Bundle bundle) throws IOException {
    bundle.text("settings.txt", () -> programs.lull(with("config", "show")));
    bundle.text("doctor.txt", () -> programs.lull(with("doctor")));
    bundle.text("held.txt", () -> programs.lull("thaw", "--local", "--list"));
    bundle.text("run-directory.txt", LocalParts::held);
    bundle.text(
        "log/journal.txt",
        () ->
            programs.said(
                "journalctl", "--unit=lull", "--lines=5000", "--no-pager", "--output=short-iso"));
    int number = 0;
    for (Path log : logs) {
      bundle.text("log/file-" + ++number + ".txt", () -> log + "\n" + tail(log));
    }
    for (String file : MACHINE) {
      bundle.text("machine" + file + ".txt", () -> tail(Path.of(file)));
    }
  }

  private String[] with(String... command) {
    return Stream.concat(Stream.of(command), settings.stream().map(Path::toString))
        .toArray(String[]::new);
  }

  /** Only how the files are called: their tokens are nobody's business. */
  private static String held() throws IOException {
    try (Stream<Path> files = Files.list(RUN)) {
      return files.map(Path::toString).sorted().collect(Collectors.joining("\n", "", "\n"));
    }
  }

  /** The end of a file; the kernel's own have no length and are read from the start. */
  private static String tail(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new java.nio.file.NoSuchFileException(file.toString());
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file);
        InputStream in = Channels.newInputStream(channel)) {
      channel.position(Math.max(0, channel.size() - TAIL));
      return new String(in.readNBytes(TAIL), UTF_8);
    }
  }
}
