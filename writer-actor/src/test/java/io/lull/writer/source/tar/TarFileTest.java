package io.lull.writer.source.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.FileMoment;
import io.lull.kernel.Name;
import io.lull.writer.source.tar.TarEntry.Attributes;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that programs of others read, whatever their entries are called. */
class TarFileTest {
  private static final Attributes PLAIN =
      new Attributes(0640, 10, 20, new FileMoment(1_700_000_000L, 0));

  @TempDir private Path directory;

  private final List<TarEntry> torn = new ArrayList<>();

  private static Name name(int... bytes) {
    byte[] name = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      name[i] = (byte) bytes[i];
    }
    return Name.of(name);
  }

  private static TarEntry file(Name name, Attributes attributes, int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return TarEntry.file(name, attributes, size, TarContent.of(bytes));
  }

  private static TarEntry file(String name, int size) {
    return file(Name.of(name), PLAIN, size);
  }

  /** All that is difficult about names and numbers. */
  private static List<TarEntry> difficult() {
    String deep = "d/" + "x".repeat(99) + "/" + "y".repeat(200);
    return List.of(
        file("a", 0),
        file("b", 1),
        file("c", 511),
        file("dd", 512),
        file("e", 513),
        file("f", 100_000),
        file("n".repeat(99), 5),
        file("n".repeat(100), 5),
        file("n".repeat(101), 5),
        TarEntry.directory(Name.of("d"), PLAIN),
        TarEntry.directory(Name.of("d/" + "x".repeat(97)), PLAIN),
        TarEntry.directory(Name.of("d/" + "x".repeat(98)), PLAIN),
        TarEntry.directory(Name.of("d/" + "x".repeat(99)), PLAIN),
        file(deep, 7),
        file("new\nline \"quoted\" \\ * ?", 3),
        file("größe", 4),
        file(name('n', 'o', 0xff, 0xfe, 't'), PLAIN, 6),
        TarEntry.link(Name.of("l"), PLAIN, Name.of("../somewhere else")),
        TarEntry.link(Name.of("ll"), PLAIN, Name.of("t".repeat(300))),
        file(
            Name.of("numbers"),
            new Attributes(07777, (int) 3_000_000_000L, 2_097_152, moment(1, 500_000_000)),
            9),
        file(Name.of("past"), new Attributes(0600, 0, 0, moment(-2, 250_000_000)), 9),
        file(Name.of("just past"), new Attributes(0600, 0, 0, moment(-1, 750_000_000)), 9),
        file("last", 1025));
  }

  private static FileMoment moment(long seconds, int nanos) {
    return new FileMoment(seconds, nanos);
  }

  private static String line(TarEntry entry) throws Exception {
    byte[] content = new byte[(int) entry.size()];
    entry.content().open().orElseThrow().read(0, ByteBuffer.wrap(content));
    Attributes has = entry.attributes();
    HexFormat hex = HexFormat.of();
    return String.join(
        " ",
        hex.formatHex(entry.name().bytes()),
        Character.toString(entry.kind().flag()),
        Integer.toOctalString(has.mode()),
        Integer.toUnsignedString(has.owner()),
        Integer.toUnsignedString(has.group()),
        Long.toString(has.modified().total() / 1_000_000),
        Long.toString(entry.size()),
        entry.target().length() == 0 ? "-" : hex.formatHex(entry.target().bytes()),
        hex.formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
  }

  private TarFile archive(List<TarEntry> entries) {
    return new TarFile(entries, torn::add);
  }

  @Test
  void another_reader_finds_every_entry_as_it_was_put_in() throws Exception {
    Path archive = directory.resolve("a.tar");
    List<String> expected = new ArrayList<>();
    for (TarEntry entry : difficult()) {
      expected.add(line(entry));
    }
    for (int seed = 0; seed < 20; seed++) {
      try (TarFile file = archive(difficult())) {
        Files.write(archive, Archives.bytes(file, new Random(seed)));
      }
      assertThat(Archives.listed(archive)).isEqualTo(expected);
    }
    assertThat(torn).isEmpty();
  }

  @Test
  void gnu_tar_puts_every_file_back() throws Exception {
    Path archive = directory.resolve("a.tar");
    try (TarFile file = archive(difficult())) {
      Archives.write(file, archive);
    }
    Path out = Files.createDirectory(directory.resolve("out"));
    assertThat(
            Archives.tar(
                "-xf",
                archive.toString(),
                "-C",
                out.toString(),
                "--no-same-owner",
                "--no-same-permissions",
                "--warning=no-timestamp"))
        .isEmpty();
    assertThat(Files.size(out.resolve("d/" + "x".repeat(99) + "/" + "y".repeat(200)))).isEqualTo(7);
    assertThat(Files.readSymbolicLink(out.resolve("ll")).toString()).isEqualTo("t".repeat(300));
    try (var files = Files.walk(out)) {
      assertThat(files.count()).isEqualTo(difficult().size() + 1);
    }
    assertThat(Files.readAllBytes(out.resolve("last"))).isEqualTo(content("last", 1025));
    assertThat(Files.readAllBytes(out.resolve("new\nline \"quoted\" \\ * ?"))).hasSize(3);
  }

  private static byte[] content(String name, int size) throws Exception {
    byte[] bytes = new byte[size];
    file(name, size).content().open().orElseThrow().read(0, ByteBuffer.wrap(bytes));
    return bytes;
  }

  @Test
  void any_part_can_be_read_again_and_is_the_same() throws Exception {
    try (TarFile file = archive(difficult())) {
      Random random = new Random(1);
      byte[] all = Archives.bytes(file, random);
      assertThat(all).hasSize((int) file.size());
      for (int i = 0; i < 2_000; i++) {
        int from = random.nextInt(all.length + 10);
        ByteBuffer some = ByteBuffer.allocate(1 + random.nextInt(3_000));
        file.read(from, some);
        int length = Math.max(0, Math.min(some.capacity(), all.length - from));
        assertThat(some.position()).isEqualTo(length);
        assertThat(ByteBuffer.wrap(some.array(), 0, length))
            .isEqualTo(ByteBuffer.wrap(all, Math.min(from, all.length), length));
      }
      assertThatThrownBy(() -> file.read(-1, ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_file_beyond_what_the_old_form_can_say_is_found_with_its_size_and_its_neighbour()
      throws Exception {
    long size = (8L << 30) + 5;
    TarContent zeros =
        () ->
            Optional.of(
                new TarContent.Opened() {
                  @Override
                  public int read(long offset, ByteBuffer into) {
                    int length = into.remaining();
                    into.put(new byte[length]);
                    return length;
                  }

                  @Override
                  public void close() {}
                });
    Path archive = directory.resolve("big.tar");
    try (TarFile file =
            archive(List.of(TarEntry.file(Name.of("big"), PLAIN, size, zeros), file("next", 100)));
        FileChannel out =
            FileChannel.open(archive, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Only its two ends are written: what lies between is a hole, which reads as zeros too.
      for (long from : new long[] {0, file.size() - 4096}) {
        ByteBuffer block = ByteBuffer.allocate(4096);
        file.read(from, block);
        out.write(block.flip(), from);
      }
    }
    List<String> listed = Archives.listed(archive);
    assertThat(listed).hasSize(2);
    assertThat(listed.getFirst()).contains(" " + size + " ");
    assertThat(listed.getLast()).isEqualTo(line(file("next", 100)));
    assertThat(Archives.tar("-tvf", archive.toString())).contains(" " + size + " ");
  }

  @Test
  void what_is_shorter_now_or_gone_is_filled_up_and_named() throws Exception {
    byte[] half = "half".getBytes(UTF_8);
    List<TarEntry> entries =
        List.of(
            TarEntry.file(Name.of("short"), PLAIN, 1_000, TarContent.of(half)),
            TarEntry.file(Name.of("gone"), PLAIN, 1_000, Optional::empty),
            TarEntry.file(Name.of("long"), PLAIN, 2, TarContent.of(half)),
            file("whole", 600));
    Path archive = directory.resolve("a.tar");
    try (TarFile file = archive(entries)) {
      Archives.write(file, archive);
    }
    assertThat(torn).extracting(entry -> entry.name().toString()).containsExactly("short", "gone");
    assertThat(Archives.listed(archive).getLast()).isEqualTo(line(file("whole", 600)));
    Archives.tar("-xf", archive.toString(), "-C", directory.toString(), "--no-same-owner");
    assertThat(Files.readString(directory.resolve("short"))).isEqualTo("half" + "\0".repeat(996));
    assertThat(Files.readString(directory.resolve("gone"))).isEqualTo("\0".repeat(1_000));
    assertThat(Files.readString(directory.resolve("long"))).isEqualTo("ha");
  }

  @Test
  void of_ten_thousand_entries_one_is_open_at_a_time_and_each_is_opened_once() throws Exception {
    int[] counts = new int[3];
    List<TarEntry> entries =
        IntStream.range(0, 10_000)
            .mapToObj(i -> TarEntry.file(Name.of("f" + i), PLAIN, 100, counted(counts)))
            .toList();
    try (TarFile file = archive(entries)) {
      assertThat(Archives.bytes(file, new Random(3))).hasSize(10_000 * 1024 + 1024);
    }
    assertThat(counts).containsExactly(0, 1, 10_000);
    Path empty = directory.resolve("empty.tar");
    try (TarFile file = archive(List.of())) {
      Archives.write(file, empty);
    }
    assertThat(Archives.tar("-tf", empty.toString())).isEmpty();
  }

  /** Counts how many are open, were open at most, and were opened. */
  private static TarContent counted(int[] counts) {
    return () -> {
      counts[0]++;
      counts[1] = Math.max(counts[1], counts[0]);
      counts[2]++;
      return Optional.of(
          new TarContent.Opened() {
            @Override
            public int read(long offset, ByteBuffer into) {
              into.put((byte) offset);
              return 1;
            }

            @Override
            public void close() {
              counts[0]--;
            }
          });
    };
  }
}
