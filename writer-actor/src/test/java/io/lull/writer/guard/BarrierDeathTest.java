package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.ExitCode;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestBouncer;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.spi.FoundHold;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Node or guard is killed or stopped while a bouncer is paused, or waits to be: its clients go on
 * within the lease and a second. That second is the promise itself.
 */
@Timeout(120)
class BarrierDeathTest {
  private static final Duration LEASE = Duration.ofMillis(1500);
  private static final Duration PROMISE = Duration.ofSeconds(1);
  private static final Duration EVER = Duration.ofMinutes(5);
  private static final List<String> MEASURED = new ArrayList<>();

  private static Path directory;
  private static TestPostgres server;
  private static int number;

  private TestBouncer bouncer;

  static Stream<Arguments> deaths() {
    return Stream.of("", "app")
        .flatMap(
            which ->
                Stream.of("node", "guard")
                    .flatMap(
                        who ->
                            Stream.of("KILL", "STOP", "TERM")
                                .map(signal -> Arguments.of(which, who, signal))));
  }

  @BeforeAll
  static void start() throws Exception {
    TestBouncer.need();
    directory = ServerProcess.directory("postgres");
    server = TestPostgres.create(directory);
  }

  @BeforeEach
  void before() throws Exception {
    Path home = Files.createDirectory(directory.resolve("bouncer " + ++number));
    ServerProcess.give(home, "postgres");
    bouncer = TestBouncer.before(server, home);
  }

  @AfterEach
  void after() {
    if (bouncer != null) {
      bouncer.close();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    MEASURED.forEach(System.out::println);
    if (server != null) {
      server.close();
    }
    if (directory != null) {
      ServerProcess.remove(directory);
    }
  }

  /** What a hold file would say of it. */
  private Path said(String which, HoldToken token) throws IOException {
    List<String> databases = which.isEmpty() ? List.of() : List.of(which);
    Lines lines = new Lines();
    Barrier.of(bouncer.pooler(), databases, token).say(lines);
    return Files.writeString(directory.resolve(token.hex() + ChildNode.SAID), lines.text());
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_in_a_hold_it_ends_in_time(String which, String who, String signal)
      throws Exception {
    try (Scene scene = Scene.make();
        Watch watch = Watch.through(bouncer.connect())) {
      HoldToken token = scene.token();
      try (Child child = Child.start(scene, token, said(which, token), LEASE)) {
        child.say("begin");
        long asked = Long.parseLong(child.awaitLine("asked "));
        child.awaitLine("began");
        watch.awaitFrozen();
        long died = System.nanoTime();
        Child.signal(who.equals("node") ? child.pid() : child.guard().pid(), signal);
        long thawed = watch.awaitThawed();
        measured(which, who, signal, "in the hold", thawed - died);
        assertThat(Duration.ofNanos(thawed - asked)).isLessThan(LEASE.plus(PROMISE));
        over(scene);
        if (who.equals("guard")) {
          child.say("end");
          assertThat(child.awaitLine("ended ")).isEqualTo("LAPSED");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_while_it_waits_for_a_transaction_it_is_withdrawn(
      String which, String who, String signal) throws Exception {
    try (Scene scene = Scene.make();
        Watch watch = Watch.through(bouncer.connect());
        Connection client = bouncer.connect();
        Statement statement = client.createStatement()) {
      client.setAutoCommit(false);
      statement.execute("SELECT txid_current()");
      HoldToken token = scene.token();
      try (Child child = Child.start(scene, token, said(which, token), LEASE)) {
        child.say("begin");
        long asked = Long.parseLong(child.awaitLine("asked "));
        // On a busy machine a write may take long although nothing has been paused yet.
        Scene.await("a pause", () -> scene.holds() == 1 && somebodyWaits());
        watch.awaitFrozen();
        long died = System.nanoTime();
        Child.signal(who.equals("node") ? child.pid() : child.guard().pid(), signal);
        long thawed = watch.awaitThawed();
        measured(which, who, signal, "while it waits", thawed - died);
        assertThat(Duration.ofNanos(thawed - asked)).isLessThan(LEASE.plus(PROMISE));
        over(scene);
      }
      // What was waited for is over, and nothing is left that could pause now.
      client.commit();
      long before = watch.awaitThawed();
      assertThat(watch.awaitThawed()).isGreaterThan(before);
    }
  }

  private boolean somebodyWaits() {
    try {
      return bouncer.waiting() > 0;
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private void over(Scene scene) throws IOException {
    Scene.await("no hold file", () -> scene.holds() == 0);
    assertThat(bouncer.paused()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("both")
  void what_both_left_behind_is_let_go_by_hand_and_named(String which, String signal)
      throws Exception {
    try (Scene scene = Scene.make();
        Watch watch = Watch.through(bouncer.connect())) {
      HoldToken token = scene.token();
      Path said = said(which, token);
      try (Child child = Child.start(scene, token, said, EVER, EVER, List.of(), Map.of())) {
        child.say("begin");
        child.awaitLine("began");
        watch.awaitFrozen();
        Child.signal(child.pid(), "STOP");
        Child.signal(child.guard().pid(), signal);
        String name = bouncer.pooler() + (which.isEmpty() ? "" : " for " + which);
        assertThat(thawLocal(scene, ExitCode.COMPLETED, "--list"))
            .contains("held: " + name + " (writer host/files, set set)");
        assertThat(watch.frozen()).isTrue();
        assertThat(thawLocal(scene, ExitCode.COMPLETED)).contains("thawed: " + name);
        watch.awaitThawed();
        assertThat(child.guard().gone()).isTrue();
        over(scene);
      }
    }
  }

  static Stream<Arguments> both() {
    return Stream.of(
        Arguments.of("", "STOP"), Arguments.of("", "KILL"), Arguments.of("app", "KILL"));
  }

  @Test
  void what_was_resumed_and_what_is_no_more_is_let_go_already() throws Exception {
    try (Scene scene = Scene.make()) {
      var _ = note(scene);
      assertThat(thawLocal(scene, ExitCode.COMPLETED)).contains("thawed already: PgBouncer at ");
      assertThat(scene.holds()).isZero();
      var _ = note(scene);
      bouncer.process().end("KILL");
      assertThat(thawLocal(scene, ExitCode.COMPLETED)).contains("thawed already: PgBouncer at ");
      assertThat(scene.holds()).isZero();
    }
  }

  @Test
  void what_an_earlier_life_left_paused_is_found_and_resumed() throws Exception {
    try (Scene scene = Scene.make();
        Watch watch = Watch.through(bouncer.connect())) {
      HoldToken token = note(scene);
      bouncer.tell("PAUSE");
      watch.awaitFrozen();
      HeldByGuard holds = new HeldByGuard(Scene.WRITER, Guards.in(scene.runDirectory()));
      assertThat(holds.leftBehind()).containsExactly(new FoundHold(GuardRehearsal.SET, token));
      // Nobody knows whether it stood until now.
      assertThat(holds.end(token)).isEqualTo(HoldEnd.LAPSED);
      watch.awaitThawed();
      over(scene);
    }
  }

  @Test
  void who_cannot_resume_by_hand_says_why() throws Exception {
    try (Scene scene = Scene.make()) {
      var _ = note(scene);
      Path file = Path.of(bouncer.pooler().passwordFile().orElseThrow());
      Files.writeString(file, "changed since");
      assertThat(thawLocal(scene, ExitCode.THAW_UNCONFIRMED))
          .contains("NOT THAWED: PgBouncer at ", "authentication failed")
          .doesNotContain("changed since");
      assertThat(scene.holds()).isOne();
    }
  }

  private HoldToken note(Scene scene) throws Exception {
    HoldToken token = scene.token();
    Barrier barrier = Barrier.of(bouncer.pooler(), List.of(), token);
    scene
        .files()
        .write(
            new HoldFile(
                new HoldNote(token, GuardRehearsal.SET, Scene.WRITER, barrier),
                new GuardLife(Long.MAX_VALUE, 1)));
    return token;
  }

  private static String thawLocal(Scene scene, ExitCode expected, String... more)
      throws InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("--run-directory", scene.runDirectory().toString()));
    arguments.addAll(List.of(more));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ExitCode code =
        ThawLocal.run(
            arguments.toArray(String[]::new),
            new PrintStream(said, true, UTF_8),
            new PrintStream(said, true, UTF_8));
    assertThat(code).isEqualTo(expected);
    return said.toString(UTF_8);
  }

  private static void measured(String which, String who, String signal, String when, long after) {
    MEASURED.add("%s | %s | %s %s | %d ms".formatted(who, signal, when, which, after / 1_000_000));
  }
}
