package io.lull.writer.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.writer.database.Calls;
import io.lull.writer.spi.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are put back only where nobody has them open, and looked at when they are back. */
class RestoreTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private Place place;

  @BeforeEach
  void begin() throws Exception {
    directory = directory.toRealPath();
    place = Place.make();
  }

  @AfterEach
  void end() throws Exception {
    place.close();
  }

  @Test
  void files_are_not_put_back_under_who_has_them_open() throws Exception {
    Path path = directory.resolve("a.db");
    Writer writer = place.writer(directory + "/*.db");
    assertThat(writer.preRestore(Calls.set(LIMIT), Map.of())).isEqualTo(new HandlerResult.Done());
    try (Application application = Application.start()) {
      application.make(path, "DELETE");
      // It has no lock, and no transaction.
      assertThat(writer.preRestore(Calls.set(LIMIT), Map.of()))
          .isInstanceOfSatisfying(
              HandlerResult.Failed.class,
              failed -> {
                assertThat(failed.fault().failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE);
                assertThat(failed.fault().detail()).contains("a.db").contains("process ");
              });
    }
    Calls.await(
        () -> writer.preRestore(Calls.set(LIMIT), Map.of()).equals(new HandlerResult.Done()));
  }

  @Test
  void what_was_put_back_damaged_is_named_when_nothing_more_comes() throws Exception {
    Path path = directory.resolve("damaged.db");
    try (Application application = Application.start()) {
      application.make(path, "DELETE");
      application.make(directory.resolve("whole.db"), "WAL");
    }
    Writer writer = place.writer(directory + "/*.db");
    Map<ComponentId, FileRestoreStatus> all =
        Map.of(new ComponentId(Calls.WRITER, "data"), FileRestoreStatus.ALL);
    assertThat(writer.postRestore(Calls.set(LIMIT), all, false))
        .isEqualTo(new HandlerResult.Done());
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[1024]), Files.size(path) / 2 / 1024 * 1024);
    }
    assertThat(writer.postRestore(Calls.set(LIMIT), all, true)).isEqualTo(new HandlerResult.Done());
    assertThat(writer.postRestore(Calls.set(LIMIT), all, false))
        .isInstanceOfSatisfying(
            HandlerResult.Failed.class,
            failed -> {
              assertThat(failed.fault().failure()).isEqualTo(Failure.WRITER_RECOVERY_FAILED);
              assertThat(failed.fault().detail()).contains("damaged.db").doesNotContain("whole.db");
            });
  }
}
