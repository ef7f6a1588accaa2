package io.lull.writer.stream;

import static io.lull.writer.stream.StreamStage.MAIL;

import java.nio.file.Path;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Every test of a class begins with a host of one instance on which nobody has done anything. */
abstract class Staged {
  static ActorTestKit kit;

  @TempDir Path directory;
  StreamStage one;

  @BeforeAll
  static void open() {
    kit = ActorTestKit.create(ManualTime.config());
  }

  @BeforeEach
  void start() {
    one = new StreamStage(kit, directory, MAIL);
  }

  @AfterEach
  void end() {
    one.close();
  }

  @AfterAll
  static void close() {
    kit.shutdownTestKit();
  }
}
