package io.lull.writer.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestWriterTest {
  private static final WriterId WRITER = new WriterId(new HostId("h1"), "db");
  private static final HandlerContext CONTEXT =
      new HandlerContext(new SessionId("s"), new SetId("x"), false, Duration.ofSeconds(1));

  /** A lease that nobody keeps. */
  private record Granted(HoldToken token) implements Lease {
    static Granted number(int number) {
      return new Granted(new HoldToken(String.format("%032x", number)));
    }

    @Override
    public Duration granted() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Duration remaining() {
      return Duration.ofMinutes(1);
    }
  }

  private static TestWriter writer(Map<String, String> settings) {
    return (TestWriter) new TestWriterFactory().create(WRITER, settings);
  }

  @Test
  void settings_describe_what_it_is() throws Exception {
    WriterMetadata metadata =
        writer(
                Map.of(
                    "components", "data:/data, log:/log:/log2",
                    "level", "front-end",
                    "hold", "20s",
                    "kind-of-hold", "backup-mode",
                    "behind", "h2/web"))
            .describe();
    assertThat(metadata.level()).isEqualTo(WriterLevel.FRONT_END);
    assertThat(metadata.hold()).isEqualTo(Duration.ofSeconds(20));
    assertThat(metadata.kind()).isEqualTo(HoldKind.BACKUP_MODE);
    assertThat(metadata.behind()).contains(new WriterId(new HostId("h2"), "web"));
    assertThat(metadata.components()).hasSize(2);
    assertThat(metadata.components().getLast().volumes())
        .isEqualTo(Set.of(new Volume(WRITER.host(), "/log"), new Volume(WRITER.host(), "/log2")));
  }

  @Test
  void deeds_are_done_in_their_order_and_as_often_as_they_say() throws Exception {
    TestWriter writer = writer(Map.of("post-snapshot", "retryable x2, object, partial"));
    List<Class<?>> results = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      results.add(writer.postSnapshot(CONTEXT, Copies.NONE).getClass());
    }
    assertThat(results)
        .containsExactly(
            HandlerResult.Failed.class,
            HandlerResult.Failed.class,
            HandlerResult.Objected.class,
            HandlerResult.Partial.class,
            HandlerResult.Done.class);
  }

  @Test
  void what_is_done_always_never_ends() throws Exception {
    TestWriter writer = writer(Map.of("identify", "throw always"));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(writer::describe).isInstanceOf(IllegalStateException.class);
    }
    writer.script().behave();
    assertThat(writer.describe().writer()).isEqualTo(WRITER);
  }

  @Test
  void the_diary_says_when_it_stood_still_and_by_which_token() throws Exception {
    TestWriter writer = writer(Map.of());
    Granted lease = Granted.number(1);
    Hold hold = writer.freeze(CONTEXT, lease);
    assertThat(writer.diary().isFrozen()).isTrue();
    assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);

    Stand stand = writer.diary().stands().getFirst();
    assertThat(stand.token()).isEqualTo(lease.token());
    assertThat(stand.since()).isLessThanOrEqualTo(stand.until().orElseThrow());
    assertThat(stand.how()).contains(Stand.End.ENDED);
  }

  @Test
  void it_cannot_be_frozen_twice() throws Exception {
    TestWriter writer = writer(Map.of());
    writer.freeze(CONTEXT, Granted.number(1));
    assertThatThrownBy(() -> writer.freeze(CONTEXT, Granted.number(2)))
        .hasMessage("expected nobody to hold it, but somebody does");
    assertThat(writer.diary().stands()).hasSize(1);
  }

  @Test
  void a_diary_in_a_file_can_be_read_by_another_process(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("diary");
    TestWriter writer = writer(Map.of("diary", file.toString()));
    writer.freeze(CONTEXT, Granted.number(1)).end();
    assertThat(Files.readAllLines(file))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .containsExactly(
            "CALLED FREEZE x -",
            "STANDS_STILL FREEZE x 00000000000000000000000000000001",
            "RETURNED FREEZE x -",
            "CALLED THAW x -",
            "RUNS_AGAIN THAW x 00000000000000000000000000000001",
            "RETURNED THAW x -");
  }

  @Test
  void a_delay_is_as_long_as_it_says() throws Exception {
    TestWriter writer = writer(Map.of("post-snapshot", "delay 1ms, delay-deaf 1ms x2"));
    for (int i = 0; i < 3; i++) {
      assertThat(writer.postSnapshot(CONTEXT, Copies.NONE)).isEqualTo(new HandlerResult.Done());
    }
    assertThat(writer.diary().count(Diary.What.WAITS, WriterStep.POST_SNAPSHOT)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "freez    | retryable    | got freez; did you mean freeze?",
        "freeze   | explode      | but got explode",
        "freeze   | hang forever | expected a time such as 200ms, 3s or 2m",
        "level    | middle       | expected one of front-end, back-end, system",
        "behind   | web          | expected host/name",
        "hold     | 20           | expected a time such as 200ms, 3s or 2m"
      })
  void a_wrong_setting_is_refused_by_what_was_expected(String key, String value, String why) {
    assertThatThrownBy(() -> writer(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("h1/db");
  }
}
