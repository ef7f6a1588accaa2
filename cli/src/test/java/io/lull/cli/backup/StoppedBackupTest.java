package io.lull.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lull.cli.FakeNode;
import io.lull.cli.command.Context;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Address;
import io.lull.cli.node.Api;
import io.lull.cli.node.Deadline;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.writer.BackupType;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while a command runs on a set, at moments that no person can choose. */
class StoppedBackupTest {
  @TempDir Path directory;
  private final FakeNode node = new FakeNode();
  private Running running;

  /** Its command ends as if Ctrl-C had reached that first. */
  @BeforeEach
  void begin() throws Exception {
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            directory,
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new Terminal(false, false, true, 80));
    Path token = Files.writeString(directory.resolve("token"), "token");
    Duration day = Duration.ofHours(24);
    Api api = new Api(Address.find(Address.Named.of(node.url(), token), surroundings), day);
    Requester requester = new Requester(api, new SessionId("told"), Deadline.in(day), day);
    Wish wish =
        new Wish(
            new TreeSet<>(List.of(new Volume(FakeNode.HOST, "/data"))),
            new TreeSet<>(),
            false,
            false,
            Optional.empty(),
            false,
            BackupType.COPY,
            Optional.empty(),
            Optional.empty());
    Progress progress = new Progress(surroundings);
    running =
        new Running(
            new Context(surroundings),
            api,
            requester,
            wish,
            progress,
            new Course(requester, wish, progress, ""),
            Optional.empty(),
            Exec.of(List.of("sh", "-c", "exit 130")));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Trouble ended() {
    return catchThrowableOfType(Trouble.class, running::run);
  }

  @Test
  void what_is_being_undone_already_is_undone_to_its_end() {
    node.before =
        verb -> {
          if (verb instanceof SessionInput.DeleteSnapshots) {
            // Whoever is to tell us of Ctrl-C is slower than the command that it has ended.
            running.stop();
          }
        };

    assertThat(ended().exit()).isEqualTo(ExitCode.ABORTED);
    assertThat(node.called()).endsWith("DeleteSnapshots", "AbortBackup", "Release");
  }

  @Test
  void what_cannot_be_deleted_is_named() {
    node.before =
        verb -> {
          if (verb instanceof SessionInput.DeleteSnapshots) {
            node.told.providersAnswer.put(
                ProviderStep.DELETE_SNAPSHOTS,
                new StepResult.Failed(Fault.of(Failure.PROVIDER_VETO, "somebody is in it")));
          }
        };

    Trouble trouble = ended();

    assertThat(trouble.exit()).isEqualTo(ExitCode.ABORTED);
    assertThat(trouble.what()).contains("a copy of it is left: somebody is in it");
    assertThat(trouble.hint()).contains("lull show told");
  }
}
