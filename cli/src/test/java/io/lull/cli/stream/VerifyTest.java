package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.Typed;
import io.lull.cli.stream.store.Disk;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.session.StreamVerb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class VerifyTest extends StreamScene {
  private Typed verify(String... more) {
    Typed typed = type(args("verify", more));
    assertThat(typed.err()).doesNotContain("Exception");
    return typed;
  }

  private static String[] args(String verb, String... more) {
    return Stream.concat(Stream.of("stream", verb, "backups"), Stream.of(more))
        .toArray(String[]::new);
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 0x04;
    Files.write(file, bytes);
  }

  private void isDamaged(String... said) {
    Typed typed = verify();
    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.out()).contains(said);
    assertThat(type("stream", "restore", "backups", "--to", "new").exit()).isEqualTo(21);
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void a_flipped_byte_is_named_by_file_and_place() throws IOException {
    good(stream());
    Path archive = only().resolve("database-orders.tar");
    flip(archive, (1 << 20) + 12);

    isDamaged(archive.toString(), "the bytes from 1048576 to 2097151");
  }

  @Test
  void the_last_byte_counts_too_and_in_any_form() throws IOException {
    good(type("stream", "key", "--out", "key"));
    good(stream("--compress", "zstd:1", "--encryption-key-file", "key"));
    Path archive = only().resolve("database-orders.tar.zst.age");
    flip(archive, (int) Files.size(archive) - 1);

    Typed typed = verify();

    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.out()).contains(archive.toString(), "the bytes from");
    assertThat(verify("--encryption-key-file", "key").exit()).isEqualTo(21);
  }

  @Test
  void other_bytes_with_their_own_sums_do_not_pass() throws IOException {
    good(stream());
    Path archive = only().resolve("log-0000000000000001.tar");
    flip(archive, 600);
    CRC32C crc = new CRC32C();
    crc.update(Files.readAllBytes(archive));
    Files.write(
        only().resolve("log-0000000000000001.tar.crc32c"),
        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());

    isDamaged("log-0000000000000001.tar.crc32c is damaged");
  }

  @Test
  void what_is_missing_or_shorter_is_damage() throws IOException {
    good(stream());
    Path archive = only().resolve("database-orders.tar");
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length - 512));
    isDamaged("it has " + (bytes.length - 512));

    Files.delete(archive);
    isDamaged("there is none");
    Files.createSymbolicLink(archive, Path.of("/etc/passwd"));
    isDamaged("there is none");
  }

  @Test
  void a_backup_without_the_one_that_it_builds_on_is_damage() throws IOException {
    Path full = fullAndIncremental();
    Files.move(full, directory.resolve("away"));

    Typed typed = verify();

    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.out()).contains("builds on backup " + session(full), "which is not there");
    Typed restored = type("stream", "restore", "backups", "--to", "new");
    assertThat(restored.exit()).isEqualTo(13);
    assertThat(restored.err()).contains("which is not there");
    assertThat(stream("--incremental").exit()).isEqualTo(13);
  }

  @Test
  void manifests_of_strangers_lead_nowhere() throws IOException {
    good(stream());
    Path manifest = only().resolve("manifest.json");
    String good = Files.readString(manifest);
    for (List<String> change :
        List.of(
            List.of("\"database-orders.tar\"", "\"../../passwd\""),
            List.of("\"database\":\"orders\"", "\"database\":\"../x\""),
            List.of("\"log-0000000000000001.tar\"", "\"log-0000000000000002.tar\""),
            List.of("\"generation\":1", "\"generation\":7"),
            List.of("\"form\":1", "\"form\":2"),
            List.of("\"layers\":[]", "\"layers\":[\"AGE\",\"ZSTD\"]"),
            List.of("\"size\":", "\"size\":-"),
            List.of("\"size\":", "\"size\":9"),
            List.of("{\"form\"", "[{\"form\""),
            List.of("\"session\":\"stream", "\"session\":\"other"))) {
      String bad = good.replaceFirst(Pattern.quote(change.get(0)), change.get(1));
      assertThat(bad).isNotEqualTo(good);
      Files.writeString(manifest, bad);
      Typed typed = verify();
      assertThat(typed.exit()).as(change.toString()).isEqualTo(21);
      assertThat(type("stream", "list", "backups").exit()).isEqualTo(21);
      assertThat(type("stream", "restore", "backups", "--to", "new").exit()).isNotZero();
      assertThat(directory.resolve("new")).doesNotExist();
    }
    Files.writeString(manifest, good);
    good(verify());
  }

  @Test
  void what_has_no_manifest_is_no_backup() throws IOException {
    good(stream());
    Files.delete(only().resolve("manifest.json"));

    Typed list = type("stream", "list", "backups");
    assertThat(list.exit()).isEqualTo(21);
    assertThat(list.out())
        .contains("NO BACKUP " + session(only()) + ": expected its manifest, but there is none");
    assertThat(type("stream", "list", "backups", "-o", "json").out())
        .contains("\"" + session(only()) + "\":\"expected its manifest");
    assertThat(verify().exit()).isEqualTo(21);
    assertThat(verify().out()).contains("0 backups", "DAMAGED   " + session(only()));
    assertThat(type("stream", "restore", "backups", "--to", "new").exit()).isEqualTo(21);
    assertThat(stream("--incremental").exit()).isEqualTo(13);
  }

  @Test
  void where_nothing_is_nothing_is_good() throws IOException {
    Files.createDirectories(backups.resolve("lost+found"));

    Typed typed = verify();

    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.err()).contains("expected a finished backup", "mounted");
  }

  @Test
  void what_a_run_has_left_is_named_and_what_one_fills_is_not() throws IOException {
    good(stream());
    Path finished = only();
    List<Typed> meanwhile = new ArrayList<>();
    streams.before =
        verb -> {
          if (verb instanceof StreamVerb.PassOn pass
              && pass.call() instanceof StreamInput.EndStream) {
            meanwhile.add(verify());
          }
        };
    good(stream("--copy"));
    assertThat(good(meanwhile.getFirst()).out()).contains("1 backups").doesNotContain("left over");
    Path left = Files.createDirectory(backups.resolve("stream-left"));
    Files.copy(
        finished.resolve("database-orders.tar.crc32c"), left.resolve("database-orders.tar.crc32c"));
    Files.createFile(left.resolve("unfinished.lock"));

    assertThat(good(verify()).out()).contains("left over stream-left");
  }

  @Test
  void a_restore_names_the_manifest_that_is_damaged() throws IOException {
    good(stream());
    Files.writeString(only().resolve("manifest.json"), "{");
    String session = session(only()).name();

    Typed newest = type("stream", "restore", "backups", "--to", "new");
    Typed named = type("stream", "restore", "backups", "--to", "new", "--backup", session);

    for (Typed typed : List.of(newest, named)) {
      assertThat(typed.exit()).isEqualTo(21);
      assertThat(typed.err()).contains(session, "'lull stream verify DIR'");
    }
  }

  @Test
  void no_older_backup_is_taken_in_silence_for_a_newer_one_that_is_damaged() throws IOException {
    good(stream());
    Path older = only();
    good(stream("--copy"));
    Path newer = kept().stream().filter(kept -> !kept.equals(older)).findFirst().orElseThrow();
    Path manifest = newer.resolve("manifest.json");
    Files.writeString(manifest, "{");
    isRefusedUnlessNamed(newer, older);

    Files.delete(manifest);
    isRefusedUnlessNamed(newer, older);

    // What a run has left was never finished, and so never the newest.
    Files.createFile(newer.resolve("unfinished.lock"));
    good(type("stream", "restore", "backups", "--to", "other"));
  }

  private void isRefusedUnlessNamed(Path damaged, Path good) throws IOException {
    Typed typed = type("stream", "restore", "backups", "--to", "new");
    assertThat(typed.exit()).isEqualTo(21);
    assertThat(typed.err()).contains("newest", session(damaged).name(), "--backup");
    assertThat(directory.resolve("new")).doesNotExist();

    String named = session(good).name();
    good(type("stream", "restore", "backups", "--to", "new", "--backup", named));
    Disk.remove(directory.resolve("new"));
  }

  @Test
  void what_is_encrypted_is_compared_also_without_its_key() throws IOException {
    good(type("stream", "key", "--out", "key"));
    good(stream("--encryption-key-file", "key"));
    good(verify());
    good(verify("--encryption-key-file", "key"));
    good(type("stream", "key", "--out", "other"));

    Typed wrong = verify("--encryption-key-file", "other");

    assertThat(wrong.exit()).isEqualTo(4);
    assertThat(wrong.err()).contains("but this is another one").doesNotContain("AGE-SECRET");
  }
}
