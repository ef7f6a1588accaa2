package io.lull.writer.source.test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestSourceTest {
  private static final StreamFile DATA = new StreamFile.DatabaseFile(new DatabaseId("data"));

  private static TestSource source(Map<String, String> settings) {
    return (TestSource)
        new TestSourceFactory().create(new HostId("h"), new InstanceId("mail"), settings);
  }

  private static byte[] all(TestArchive archive) {
    ByteBuffer all = ByteBuffer.allocate((int) archive.size());
    archive.read(0, all);
    return all.array();
  }

  @Test
  void an_archive_is_a_tar_of_one_file() {
    byte[] all = all(new TestArchive("users", 1000));

    assertThat(new String(all, 0, 5, US_ASCII)).isEqualTo("users");
    assertThat(new String(all, 124, 11, US_ASCII)).isEqualTo("00000001750");
    int sum = 8 * ' ';
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? 0 : all[i];
    }
    assertThat(Integer.parseInt(new String(all, 148, 6, US_ASCII), 8)).isEqualTo(sum);
    assertThat(all).hasSize(512 + 1024 + 1024);
    assertThat(Arrays.copyOfRange(all, 512 + 1000, all.length)).containsOnly(0);
    assertThat(Arrays.copyOfRange(all, 512, 1512)).isNotEqualTo(new byte[1000]);
  }

  @Test
  void every_part_of_an_archive_is_the_same_however_it_is_read() {
    TestArchive archive = new TestArchive("users", 1003);
    byte[] all = all(archive);

    for (int from = 0; from < all.length; from += 7) {
      ByteBuffer part = ByteBuffer.allocate(Math.min(61, all.length - from));
      archive.read(from, part);
      assertThat(part.array())
          .as("from %d", from)
          .isEqualTo(Arrays.copyOfRange(all, from, from + part.capacity()));
    }
  }

  @Test
  void a_source_behaves_until_its_script_says_otherwise() throws Exception {
    TestSource source = source(Map.of("databases", "data:3k", "read", "ok, non-retryable x2"));

    try (OpenSource open = source.begin(StreamKind.FULL);
        SourceFile file = open.open(DATA)) {
      assertThat(source.diary().isInBackup()).isTrue();
      assertThat(open.facts().logging()).isEqualTo(Logging.KEPT);
      ByteBuffer into = ByteBuffer.allocate(512);
      file.read(0, into);
      assertThat(into.hasRemaining()).isFalse();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> file.read(0, ByteBuffer.allocate(1)))
            .isInstanceOf(SourceException.class);
      }
      file.read(0, ByteBuffer.allocate(1));
    }
    assertThat(source.diary().isInBackup()).isFalse();
    assertThat(source.diary().filesOpen()).isZero();
  }

  @Test
  void logs_are_closed_by_a_roll_and_go_when_they_are_deleted() throws Exception {
    TestSource source = source(Map.of());
    try (OpenSource open = source.begin(StreamKind.FULL)) {
      assertThat(open.facts().checkpoint()).isEqualTo(2);
      assertThat(open.roll()).isEqualTo(Logs.of(List.of(1L, 2L)));
    }

    source.delete(Logs.of(List.of(1L)));

    assertThat(source.logs()).isEqualTo(Logs.of(List.of(2L)));
  }
}
