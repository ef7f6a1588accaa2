package io.lull.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Ports;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.wire.api.StreamView;
import io.lull.writer.database.ServerProcess;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The only coordinator is gone, and streams are stopped at their host. */
class StreamWithoutCoordinatorTest {
  private static final String STOPPED = "stopped";
  private static final String BARRED = "barred";

  private Path directory;
  private User user;
  private StreamNode coordinator;
  private StreamNode host;

  @BeforeEach
  void start() throws Exception {
    directory = StreamStage.make();
    user = new User(Installation.in(directory.resolve("lull")), directory);
    // A host that left would stop its streams too, but not because it was told to: of two nodes
    // the one with the lower address stays, and neither is given up before the other is back.
    int[] ports = IntStream.range(0, 2).map(_ -> Ports.free()).sorted().toArray();
    String seeds =
        "cluster { seed-nodes = [\"127.0.0.1:%d\", \"127.0.0.1:%d\"], heartbeat-pause = 60 s }%n"
            .formatted(ports[1], ports[0]);
    coordinator =
        StreamNode.of(
            user,
            directory.resolve("coordinator"),
            ports[1],
            seeds + "node { host = there, roles = [coordinator] }\n");
    host =
        StreamNode.of(
            user,
            directory.resolve("host"),
            ports[0],
            seeds
                + "node { host = here, roles = [host] }\n"
                + StreamStage.instance(directory, STOPPED)
                + StreamStage.instance(directory, BARRED));
    coordinator.start();
    host.start();
    StreamStage.await(
        "the instances of the host", () -> coordinator.typed("instances").out().contains(BARRED));
  }

  @AfterEach
  void end() throws Exception {
    coordinator.close();
    host.close();
    user.close();
    ServerProcess.remove(directory);
  }

  private Started slow(String instance) {
    Started stream =
        coordinator.started(
            "stream",
            "here/" + instance,
            "--to",
            directory.resolve("backups").toString(),
            "--rate",
            "1M");
    stream.await("1.0 MiB of");
    // It is to see nothing of what follows until all of it has happened.
    stream.stop();
    return stream;
  }

  private StreamView session(String instance) {
    return coordinator.streams(instance).getFirst();
  }

  @Test
  void stops_work_at_the_host_and_are_told_to_the_sessions_later() {
    Started stopped = slow(STOPPED);
    Started barred = slow(BARRED);
    coordinator.kill();

    host.typed("stop-backup", "here/" + STOPPED).ends(ExitCode.COMPLETED);
    host.typed("stop-service", "here/" + BARRED).ends(ExitCode.COMPLETED);

    coordinator.start();
    StreamStage.await(
        "the stops in the logs of the sessions",
        () -> session(STOPPED).stopped().isPresent() && session(BARRED).stopped().isPresent());
    assertThat(session(STOPPED).stopped()).contains(Failure.BACKUP_ABORTED_BY_SERVER);
    assertThat(session(BARRED).stopped()).contains(Failure.CLIENT_REQUEST_TO_STOP_SERVICE);
    stopped.goOn();
    barred.goOn();
    Ran ran = stopped.ran().ends(ExitCode.ABORTED);
    assertThat(ran.err()).contains("BACKUP_ABORTED_BY_SERVER", "ended as ABORTED_BY_SERVER");
    ran = barred.ran().ends(ExitCode.ABORTED);
    assertThat(ran.err()).contains("CLIENT_REQUEST_TO_STOP_SERVICE", "ended as ABORTED_BY_SERVER");
    assertThat(session(STOPPED).outcome()).contains(StreamOutcome.ABORTED_BY_SERVER);
    assertThat(session(BARRED).outcome()).contains(StreamOutcome.ABORTED_BY_SERVER);
    assertThat(coordinator.typed("stream", "list", directory.resolve("backups").toString()).out())
        .doesNotContain("stream-");

    String target = directory.resolve("backups").toString();
    coordinator.typed("stream", "here/" + STOPPED, "--to", target).ends(ExitCode.COMPLETED);
    Ran refused = coordinator.typed("stream", "here/" + BARRED, "--to", target);
    assertThat(refused.err()).contains("CLIENT_REQUEST_TO_STOP_SERVICE");
  }
}
