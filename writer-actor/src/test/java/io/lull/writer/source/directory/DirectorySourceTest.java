package io.lull.writer.source.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.FileCalls;
import io.lull.kernel.Name;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.tar.Archives;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that is read while it changes. */
class DirectorySourceTest {
  private static final StreamFile FILES = new StreamFile.DatabaseFile(new DatabaseId("files"));
  private static final StreamFile LOG = new StreamFile.LogFile(1);
  private static final int BIG = 3 << 20;

  @TempDir private Path scratch;
  private Path root;

  @BeforeEach
  void fill() throws Exception {
    root = Files.createDirectory(scratch.resolve("root"));
    Files.createDirectories(root.resolve("a/b"));
    Files.createDirectory(root.resolve("empty"));
    byte[] bytes = new byte[BIG];
    new Random(1).nextBytes(bytes);
    Files.write(root.resolve("a/b/big"), bytes);
    Files.writeString(root.resolve("a/one"), "one");
    Files.writeString(root.resolve("a/two"), "two");
    Files.createSymbolicLink(root.resolve("link"), Path.of("a/one"));
  }

  private StreamSource source() {
    return new DirectorySourceFactory()
        .create(new HostId("h1"), new InstanceId("files"), Map.of("path", root.toString()));
  }

  /** Lets something happen after so many bytes of the archive were read. */
  private Path read(OpenSource open, long after, Deed deed) throws Exception {
    Path archive = scratch.resolve("files.tar");
    try (SourceFile file = open.open(FILES)) {
      ByteBuffer first = ByteBuffer.allocate((int) after);
      file.read(0, first);
      deed.happen();
      ByteBuffer rest = ByteBuffer.allocate((int) (file.size() - after));
      file.read(after, rest);
      Files.write(archive, first.array());
      Files.write(archive, rest.array(), StandardOpenOption.APPEND);
    }
    return archive;
  }

  @FunctionalInterface
  private interface Deed {
    void happen() throws Exception;
  }

  private String changed(OpenSource open) throws Exception {
    assertThat(open.roll()).isEqualTo(Logs.of(List.of(1L)));
    Path log = scratch.resolve("log.tar");
    try (SourceFile file = open.open(LOG)) {
      Archives.write(file, log);
    }
    return Archives.tar("-xOf", log.toString(), ".lull/changed.json").replaceAll("\\s+", " ");
  }

  /** Of the log that was asked for what changed. */
  private String leftOut() throws Exception {
    return Archives.tar("-xOf", scratch.resolve("log.tar").toString(), ".lull/left-out.json");
  }

  private Path extracted(Path archive) throws Exception {
    Path out = Files.createDirectory(scratch.resolve("out"));
    Archives.tar("-xf", archive.toString(), "-C", out.toString());
    return out;
  }

  @Test
  void what_stands_still_is_put_back_as_it_was() throws Exception {
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      assertThat(open.facts().logging()).isEqualTo(Logging.CIRCULAR);
      assertThat(open.facts().databases()).containsExactly(new DatabaseId("files"));
      Path archive = read(open, 10_000, () -> {});
      assertThat(changed(open)).isEqualTo("[] ");
      ServerProcess.run(
          List.of(
              "diff", "-r", "--no-dereference", root.toString(), extracted(archive).toString()));
      assertThat(Archives.tar("-df", archive.toString(), "-C", root.toString())).isEmpty();
    }
  }

  @Test
  void what_the_directory_itself_is_like_goes_along() throws Exception {
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      assertThat(changed(open)).isEqualTo("[] ");

      Path log = scratch.resolve("log.tar");
      assertThat(Archives.tar("-tvf", log.toString(), ".lull/root")).startsWith("drwxr-x--- ");
    }
  }

  @Test
  void a_file_that_changes_under_the_reader_is_named() throws Exception {
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      read(
          open,
          1 << 20,
          () -> Files.write(root.resolve("a/b/big"), new byte[BIG], StandardOpenOption.WRITE));
      assertThat(changed(open)).isEqualTo("[ \"a/b/big\" ] ");
    }
  }

  @Test
  void what_grows_is_cut_and_what_shrinks_is_filled_up_and_both_are_named() throws Exception {
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      Path archive =
          read(
              open,
              1 << 20,
              () -> {
                Files.writeString(root.resolve("a/one"), " more", StandardOpenOption.APPEND);
                Files.write(root.resolve("a/b/big"), new byte[10]);
              });
      assertThat(changed(open)).isEqualTo("[ \"a/b/big\", \"a/one\" ] ");
      Path out = extracted(archive);
      assertThat(Files.readString(out.resolve("a/one"))).isEqualTo("one");
      assertThat(Files.size(out.resolve("a/b/big"))).isEqualTo(BIG);
      assertThat(Files.readString(out.resolve("a/two"))).isEqualTo("two");
    }
  }

  @Test
  void another_file_under_the_same_name_is_not_taken_for_it() throws Exception {
    Path other = scratch.resolve("other");
    Files.writeString(other, "owt");
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      Path archive =
          read(
              open,
              1024,
              () -> Files.move(other, root.resolve("a/two"), StandardCopyOption.ATOMIC_MOVE));
      assertThat(changed(open)).isEqualTo("[ \"a/two\" ] ");
      assertThat(Files.readString(extracted(archive).resolve("a/two"))).isEqualTo("\0\0\0");
    }
  }

  @Test
  void what_is_deleted_and_what_is_new_is_named() throws Exception {
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      read(
          open,
          1 << 20,
          () -> {
            Files.delete(root.resolve("a/b/big"));
            Files.delete(root.resolve("a/two"));
            Files.delete(root.resolve("link"));
            Files.writeString(root.resolve("new"), "new");
          });
      assertThat(changed(open)).isEqualTo("[ \"a/b/big\", \"a/two\", \"link\", \"new\" ] ");
    }
  }

  @Test
  void what_changes_after_it_was_read_is_named_as_well() throws Exception {
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      read(open, 1024, () -> {});
      Files.writeString(root.resolve("a/one"), "eno");
      assertThat(changed(open)).isEqualTo("[ \"a/one\" ] ");
    }
  }

  @Test
  void a_link_that_is_put_in_the_place_of_a_directory_leads_nowhere() throws Exception {
    Path outside = Files.createDirectory(scratch.resolve("outside"));
    Files.writeString(outside.resolve("one"), "XXX");
    Files.writeString(outside.resolve("two"), "XXX");
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      Path archive =
          read(
              open,
              1024,
              () -> {
                Files.move(root.resolve("a"), scratch.resolve("moved"));
                Files.createSymbolicLink(root.resolve("a"), outside);
              });
      assertThat(changed(open)).contains("\"a\"", "\"a/one\"", "\"a/two\"", "\"a/b/big\"");
      assertThat(Files.readString(extracted(archive).resolve("a/one"))).isEqualTo("\0\0\0");
    }
  }

  @Test
  void neither_pipes_nor_sockets_are_read_and_nobody_waits_for_them() throws Exception {
    ServerProcess.run(List.of("mkfifo", root.resolve("a/pipe").toString()));
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      Path archive =
          read(
              open,
              1024,
              () -> {
                Files.delete(root.resolve("a/one"));
                ServerProcess.run(List.of("mkfifo", root.resolve("a/one").toString()));
              });
      assertThat(Archives.tar("-tf", archive.toString())).doesNotContain("pipe");
      assertThat(changed(open)).isEqualTo("[ \"a/one\" ] ");
      assertThat(leftOut()).isEqualTo("{\"count\": 1, \"names\": [\"a/pipe\"]}\n");
    }
  }

  @Test
  void of_many_pipes_all_are_counted_and_some_are_named() throws Exception {
    List<String> make = new ArrayList<>(List.of("mkfifo"));
    for (int i = 0; i < 101; i++) {
      make.add(root.resolve("pipe-%03d".formatted(i)).toString());
    }
    ServerProcess.run(make);
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      assertThat(changed(open)).isEqualTo("[] ");
      assertThat(leftOut())
          .startsWith("{\"count\": 101, ")
          .contains("pipe-099")
          .doesNotContain("pipe-100");
    }
  }

  @Test
  void names_of_any_bytes_are_kept_and_named_exactly() throws Exception {
    byte[] hostile = {'a', '\n', '"', '\\', (byte) 0xff, (byte) 0xc3, (byte) 0xa4, (byte) 0xc3};
    try (FileCalls calls = new FileCalls()) {
      int directory = calls.openDirectory(root.toString());
      calls.close(calls.create(directory, Name.of(hostile), 0600));
      calls.close(directory);
    }
    Path deep = root.resolve("d".repeat(200)).resolve("e".repeat(200));
    Files.createDirectories(deep);
    Files.writeString(deep.resolve("f".repeat(200)), "deep");
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      Path archive =
          read(
              open,
              1024,
              () -> {
                try (FileCalls calls = new FileCalls()) {
                  int directory = calls.openDirectory(root.toString());
                  int file = calls.openForWriting(directory, Name.of(hostile));
                  calls.truncate(file, 5);
                  calls.close(file);
                  calls.close(directory);
                }
              });
      assertThat(changed(open)).isEqualTo("[ \"a\\u000a\\\"\\\\\\udcff\\u00e4\\udcc3\" ] ");
      assertThat(Archives.listed(archive))
          .anyMatch(line -> line.startsWith(HexFormat.of().formatHex(hostile) + " 0 "));
      Path out = extracted(archive);
      assertThat(out.resolve(root.relativize(deep)).resolve("f".repeat(200))).hasContent("deep");
    }
  }

  @Test
  void a_name_of_the_archive_itself_is_not_taken_from_the_application() throws Exception {
    Files.createDirectory(root.resolve(".lull"));
    Files.writeString(root.resolve(".lull/changed.json"), "[]");
    try (OpenSource open = source().begin(StreamKind.FULL)) {
      Path archive = read(open, 1024, () -> {});
      assertThat(Archives.tar("-tf", archive.toString())).doesNotContain(".lull");
      assertThat(changed(open)).isEqualTo("[ \".lull\", \".lull/changed.json\" ] ");
    }
  }

  @Test
  void only_its_own_files_can_be_opened() throws Exception {
    try (OpenSource open = source().begin(StreamKind.COPY)) {
      assertThatThrownBy(() -> open.open(new StreamFile.DatabaseFile(new DatabaseId("other"))))
          .isInstanceOfSatisfying(
              SourceException.class,
              e -> assertThat(e.fault().failure()).isEqualTo(Failure.MISSING_FILE_TO_BACKUP));
      assertThatThrownBy(() -> open.open(new StreamFile.LogFile(2)))
          .isInstanceOf(SourceException.class);
    }
  }

  @Test
  void settings_and_what_they_lead_to_are_refused_with_what_was_expected() throws Exception {
    DirectorySourceFactory factory = new DirectorySourceFactory();
    HostId host = new HostId("h1");
    InstanceId instance = new InstanceId("files");
    assertThatThrownBy(() -> factory.create(host, instance, Map.of()))
        .hasMessageContaining("expected a directory as path")
        .hasMessageContaining("directory instance files");
    assertThatThrownBy(() -> factory.create(host, instance, Map.of("path", "srv")))
        .hasMessageContaining("an absolute path");
    assertThatThrownBy(() -> factory.create(host, instance, Map.of("paht", "/srv")))
        .hasMessageContaining("did you mean path?");
    Path link = Files.createSymbolicLink(scratch.resolve("to root"), root);
    for (Path bad : List.of(link, scratch.resolve("nothing"), root.resolve("a/one"))) {
      StreamSource source = factory.create(host, instance, Map.of("path", bad.toString()));
      assertThatThrownBy(() -> source.begin(StreamKind.FULL))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining(new String(bad.toString().getBytes(UTF_8), UTF_8));
    }
  }
}
