package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.program.Installation;
import io.lull.acceptance.program.Ran;
import io.lull.acceptance.program.Started;
import io.lull.protocol.failure.ExitCode;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** However a verification ends, no server of it goes on, and the one that runs hears of nothing. */
class VerifyTroubleTest {
  private static VerifyStage stage;
  private static Installation lull;
  private static Purse purse;
  private static String set;

  @BeforeAll
  static void make() throws Exception {
    TestPostgres.need();
    stage = VerifyStage.make();
    lull = Installation.in(stage.stage.directory.resolve("installed"));
    purse = SqlPurse.postgres(stage.volume());
    set = stage.set(purse.writer());
  }

  @AfterAll
  static void remove() throws IOException {
    if (purse != null) {
      purse.close();
    }
    if (lull != null) {
      lull.close();
    }
    if (stage != null) {
      stage.close();
    }
  }

  /** A verification as a process, whose server is at work. */
  private static Started working() throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", "setsid"));
    command.add(lull.home().resolve("bin/lull").toString());
    command.addAll(stage.stage.node());
    command.addAll(List.of("verify", set, "--in", stage.scratch.toString()));
    command.addAll(List.of("--query", "SELECT pg_sleep(600)", "--expect", ""));
    ProcessBuilder builder = new ProcessBuilder(command).directory(stage.stage.directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Started started = new Started(command, builder.start());
    started.await("alone/db#cluster: query");
    assertThat(stage.servers()).isNotEmpty();
    return started;
  }

  private static void theServerGoesOn() throws Exception {
    try (Purse.Hand hand = purse.hand(0)) {
      hand.put(1);
    }
  }

  @Test
  void after_an_interrupt_nothing_is_left() throws Exception {
    try (Started started = working()) {
      Ran ran = started.interrupt().ran().ends(ExitCode.ABORTED);

      assertThat(ran.err()).contains("interrupted").doesNotContain("Exception");
      stage.nothingIsLeft(ran.toString());
      theServerGoesOn();
    }
  }

  @Test
  void an_engine_that_is_killed_is_no_good_set_and_nothing_is_left() throws Exception {
    try (Started started = working()) {
      for (ProcessHandle server : servers("/bin/postgres")) {
        server.destroyForcibly();
      }
      Ran ran = started.ran().ends(ExitCode.VERIFY_FAILED);

      assertThat(ran.out()).containsPattern("query +FAILED");
      stage.nothingIsLeft(ran.toString());
      theServerGoesOn();
    }
  }

  /** Nobody is there to remove the files then, but nothing works on them either. */
  @Test
  void when_it_is_killed_by_force_its_server_ends_too() throws Exception {
    try (Started started = working()) {
      List<ProcessHandle> servers = stage.servers();
      started.kill();
      var _ = started.ran();
      for (ProcessHandle server : servers) {
        server.onExit().join();
      }
      assertThat(stage.servers()).isEmpty();
      theServerGoesOn();
    } finally {
      for (Path left : VerifyStage.entries(stage.scratch)) {
        ServerProcess.run(List.of("rm", "-rf", left.toString()));
      }
    }
  }

  private static List<ProcessHandle> servers(String program) {
    return stage.servers().stream()
        .filter(process -> process.info().command().orElse("").endsWith(program))
        .toList();
  }
}
