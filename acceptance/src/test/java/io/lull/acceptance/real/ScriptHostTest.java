package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.RefusedException;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.SetInstant;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.script.Scripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole node that knows an application only by the scripts which freeze and copy it. */
class ScriptHostTest {
  private Scripts scripts;
  private Path memory;
  private Path data;

  @BeforeEach
  void begin() throws Exception {
    scripts = Scripts.make();
    memory = Files.createTempDirectory(Path.of("/dev/shm"), "lull");
    data = Files.createDirectory(scripts.directory().resolve("data"));
    Files.writeString(data.resolve("state"), "running\n");
  }

  @AfterEach
  void end() throws Exception {
    if (scripts != null) {
      scripts.close();
      ServerProcess.remove(memory);
    }
  }

  @Test
  void the_copy_is_made_between_the_hooks_freeze_and_its_thaw() throws Exception {
    try (LullNode node = node("echo frozen > data/state")) {
      Created created =
          RealNode.backup(
              node,
              Grade.APPLICATION,
              () -> {
                assertThat(RealNode.found(scripts.directory().resolve("copies"), "state"))
                    .hasContent("frozen");
                assertThat(data.resolve("state")).hasContent("running");
              });
      assertThat(created.grade()).isEqualTo(Grade.APPLICATION);
      assertThat(created.certificate().instant()).isEqualTo(SetInstant.COMMON);
    }
    assertThat(scripts.log()).containsExactly("freeze", "copy", "thaw", "delete");
  }

  @Test
  void a_hook_that_fails_is_thawed_all_the_same_and_nothing_is_copied() throws Exception {
    try (LullNode node = node("echo frozen > data/state; echo 'no such database' >&2; exit 5")) {
      assertThatThrownBy(() -> RealNode.backup(node, Grade.CRASH, () -> {}))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> assertThat(refused.fault().detail()).contains("no such database"));
    }
    assertThat(scripts.log()).startsWith("freeze", "thaw").doesNotContain("copy");
    assertThat(data.resolve("state")).hasContent("running");
  }

  private LullNode node(String freeze) throws Exception {
    Path hook =
        scripts.write(
            "hook",
            """
            echo "$1" >> log
            case $1 in
              freeze) %s;;
              thaw) echo running > data/state;;
            esac
            """
                .formatted(freeze));
    Path check = scripts.write("check", "");
    Path create =
        scripts.write(
            "create",
            """
            echo copy >> log
            mkdir -p copies
            cp -a "$1" "copies/$LULL_COPY"
            echo "$PWD/copies/$LULL_COPY"
            """);
    Path delete = scripts.write("delete", "echo delete >> log; rm -rf \"copies/$LULL_COPY\"\n");
    return RealNode.start(
        memory,
        """
        writers.app {
          kind = script, contract = qemu, program = "%s", volumes = "%s", stops-writes = files
          run-directory = "%s"
        }
        providers.main {
          kind = exec, check = "%s", create = "%s", delete = "%s", directory = "%s"
        }
        """
            .formatted(hook, data, memory, check, create, delete, memory.resolve("exec")));
  }
}
