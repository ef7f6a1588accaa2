package io.lull.writer.stream;

import static io.lull.writer.stream.StreamStage.MAIL;
import static io.lull.writer.stream.StreamStage.PIECE;
import static io.lull.writer.stream.StreamStage.USERS;
import static io.lull.writer.stream.StreamStage.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.source.test.TestArchive;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One instance, from the first look at it to the end of a stream. */
class StreamActorTest {
  private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());

  @TempDir Path directory;
  private StreamStage stage;

  @BeforeEach
  void start() {
    stage = new StreamStage(KIT, directory, MAIL);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void a_full_stream_brings_every_byte_and_leaves_nothing_open() throws Exception {
    var client = stage.client("s1").begun(StreamKind.FULL).opened(file(USERS));

    byte[] all = client.readAll();

    TestArchive archive = stage.mail().archive(file(USERS));
    ByteBuffer expected = ByteBuffer.allocate((int) archive.size());
    archive.read(0, expected);
    assertThat(all).isEqualTo(expected.array()).hasSizeGreaterThan(PIECE);
    client.close();
    client.copied(file(StreamStage.ORDERS)).logsKnown().copied(StreamStage.log(2));
    client.truncated().completed().confirmTruncation();
    stage.mail().diary().await(d -> !d.isInBackup() && d.filesOpen() == 0);
    stage
        .mail()
        .diary()
        .await(d -> !d.calls(io.lull.writer.source.test.SourceCall.DELETE).isEmpty());
    assertThat(stage.mail().diary().calls(io.lull.writer.source.test.SourceCall.DELETE))
        .containsExactly(Logs.of(List.of(1L)).toString());
  }
}
