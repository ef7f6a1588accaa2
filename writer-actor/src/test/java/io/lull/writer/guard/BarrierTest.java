package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SetId;
import io.lull.writer.database.Server;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.pgbouncer.Pooler;
import io.lull.writer.postgres.TestBouncer;
import io.lull.writer.postgres.TestPostgres;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a bouncer is said to the guard and noted in a hold file, and how big it makes the guard. */
class BarrierTest {
  private static final Barrier BARRIER =
      new Barrier(
          new Pooler(new Server("::1", 6432), "a user", Optional.of("/etc/a secret")),
          List.of("one", "an other"),
          "lull 7");
  private static final HoldNote NOTE =
      new HoldNote(FramesTest.TOKEN, new SetId("set"), Scene.WRITER, BARRIER);
  private static final HoldFile FILE = new HoldFile(NOTE, new GuardLife(1, 2));

  @Test
  void it_comes_out_as_it_went_in_and_names_the_password_only_by_its_file() throws Exception {
    NodeMessage begin = new NodeMessage.Begin(NOTE, 7);
    assertThat(Frames.readNode(new ByteArrayInputStream(Frames.of(begin)))).isEqualTo(begin);
    assertThat(HoldFile.parse(FILE.text())).isEqualTo(FILE);
    assertThat(FILE.text()).contains("\nthaw psql ", "\npassword-file /etc/a secret\n");
    assertThat(BARRIER.shown()).isEqualTo("PgBouncer at [::1]:6432 for one, an other");
    assertThat(BARRIER.commands("PAUSE")).containsExactly("PAUSE \"one\"", "PAUSE \"an other\"");
  }

  @Test
  void whatever_a_hold_file_says_it_is_a_hold_or_nothing() {
    Garbled.isAHoldOrNothing(FILE, 12);
  }

  @Test
  void no_name_says_more_than_a_name() {
    for (String name : List.of("", "a\"; SHUTDOWN", "a\nb", "a\0b")) {
      assertThatThrownBy(() -> new Barrier(BARRIER.pooler(), List.of(name), "lull 7"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_guard_that_pauses_stays_small() throws Exception {
    TestBouncer.need();
    Path directory = ServerProcess.directory("postgres");
    try (Scene scene = Scene.make();
        TestPostgres server = TestPostgres.create(directory);
        TestBouncer bouncer = TestBouncer.before(server, directory)) {
      Guard guard = scene.guard();
      for (int hold = 0; hold < 100; hold++) {
        HoldToken token = scene.token();
        guard.begin(note(bouncer, token), Duration.ofMinutes(1));
        assertThat(guard.end(token)).isEqualTo(HoldEnd.HELD);
      }
      long resident = resident(guard.life().pid());
      System.out.println("guard: " + resident + " KiB after 100 holds by a bouncer");
      assertThat(resident).isLessThanOrEqualTo(64 << 10);
    } finally {
      ServerProcess.remove(directory);
    }
  }

  @Test
  void with_a_wrong_password_or_nobody_there_nothing_begins() throws Exception {
    TestBouncer.need();
    Path directory = ServerProcess.directory("postgres");
    try (Scene scene = Scene.make();
        TestPostgres server = TestPostgres.create(directory);
        TestBouncer bouncer = TestBouncer.before(server, directory)) {
      Guard guard = scene.guard();
      HoldNote note = note(bouncer, scene.token());
      Path secret = Path.of(bouncer.pooler().passwordFile().orElseThrow());
      String password = Files.readString(secret);
      Files.writeString(secret, "a guess");
      assertThat(refused(guard, note)).isEqualTo(Failure.WRITER_NON_RETRYABLE);
      Files.writeString(secret, password);
      bouncer.process().end("KILL");
      assertThat(refused(guard, note)).isEqualTo(Failure.WRITER_RETRYABLE);
      assertThat(scene.holds()).isZero();
    } finally {
      ServerProcess.remove(directory);
    }
  }

  private static HoldNote note(TestBouncer bouncer, HoldToken token) {
    return new HoldNote(
        token, new SetId("set"), Scene.WRITER, Barrier.of(bouncer.pooler(), List.of("app"), token));
  }

  private static Failure refused(Guard guard, HoldNote note) throws InterruptedException {
    try {
      guard.begin(note, Duration.ofSeconds(20));
      throw new AssertionError("expected a refusal");
    } catch (GuardException refused) {
      return refused.fault().failure();
    }
  }

  private static long resident(long pid) throws Exception {
    return Files.readString(Path.of("/proc/" + pid + "/status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
