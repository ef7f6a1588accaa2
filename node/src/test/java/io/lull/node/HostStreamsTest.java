package io.lull.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.HostMessage.AskStream;
import io.lull.cluster.config.message.HostMessage.AskWriter;
import io.lull.cluster.config.message.HostMessage.StreamNotice;
import io.lull.cluster.config.message.HostMessage.TellStream;
import io.lull.cluster.config.message.HostMessage.ToStream;
import io.lull.cluster.config.message.HostMessage.ToWriter;
import io.lull.cluster.config.message.HostReply;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.cluster.config.settings.NodeSettings;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.stream.SessionReport;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamPhase;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.wire.api.InstanceView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be streamed of a host that is started from its settings, through its agent. */
class HostStreamsTest {
  private static final InstanceId MAIL = new InstanceId("mail");
  private static final SessionId SESSION = new SessionId("s1");

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<HostReply.StreamAnswered> asker = kit.createTestProbe();
  private final BlockingQueue<SessionReport> reports = new LinkedBlockingQueue<>();
  @TempDir Path directory;

  @AfterEach
  void stop() throws InterruptedException {
    kit.shutdownTestKit();
    // What closes an instance outlives its actor, and keeps its marks where we clean up.
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("stream-")) {
        thread.join();
      }
    }
  }

  /** A host and its agent. */
  private record Started(Host host, ActorRef<HostMessage> agent) {
    Stamp stamp(String set) {
      return new Stamp(
          SESSION, new SetId(set), Epoch.FIRST, host.shared().incarnation(), new SlotEpoch(1));
    }
  }

  private Started start(String instances) {
    Config own =
        ConfigFactory.parseString(
            """
            lull {
              node { host = h, roles = [host] }
              host.life-file = "%s"
              writers.db { kind = test }
              instances { %s }
            }
            """
                .formatted(directory.resolve("life"), instances));
    NodeSettings settings = NodeSettings.of(own);
    Host host = Host.prepare(settings, NodeConfig.of(own, settings), List.of());
    TestProbe<ActorRef<HostMessage>> agents = kit.createTestProbe();
    kit.spawn(
        Behaviors.setup(
            context -> {
              agents
                  .getRef()
                  .tell(
                      host.start(context, _ -> {}, (session, life, report) -> reports.add(report)));
              return Behaviors.empty();
            }));
    return new Started(host, agents.receiveMessage());
  }

  private StreamReply ask(Started there, StreamInput.StreamRequest request) {
    there.agent().tell(new AskStream(new ToStream(request), asker.getRef()));
    return asker.receiveMessage().said().reply();
  }

  private StreamReply begin(Started there) {
    return ask(
        there,
        new StreamInput.BeginStream(new RequestId("r1"), MAIL, there.stamp("x"), StreamKind.FULL));
  }

  private static Optional<Failure> failure(StreamReply reply) {
    return reply instanceof StreamReply.StreamRefused refused
        ? Optional.of(refused.fault().failure())
        : Optional.empty();
  }

  private InstanceView view(Started there) {
    TestProbe<HostReply.Looked> looked = kit.createTestProbe();
    there.agent().tell(new HostMessage.Look(looked.getRef()));
    return looked.receiveMessage().view().instances().getFirst();
  }

  @Test
  void a_stream_begins_is_shown_and_is_reported() throws Exception {
    Started there = start("mail { kind = test }");

    assertThat(begin(there)).isInstanceOf(StreamReply.Begun.class);

    assertThat(view(there).phase()).isEqualTo(StreamPhase.DATABASES);
    assertThat(view(there).kind()).isEqualTo("test");
    assertThat(view(there).stream())
        .contains(new InstanceView.Open(SESSION, StreamKind.FULL, Optional.empty()));
    assertThat(reports.poll(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(there.host().streams().orElseThrow().reader().check("none")).isEmpty();
  }

  @Test
  void a_notice_reaches_the_instance_that_it_names() {
    Started there = start("mail { kind = test }");
    begin(there);

    there
        .agent()
        .tell(new TellStream(new StreamNotice(new StreamInput.StreamOwnerLost(MAIL, SESSION))));

    assertThat(
            failure(
                ask(
                    there,
                    new StreamInput.GetAttachInfo(new RequestId("r2"), MAIL, there.stamp("x")))))
        .contains(Failure.NO_BACKUP);
  }

  @Test
  void a_stop_without_a_name_is_for_the_only_instance() {
    Started there = start("mail { kind = test }");
    begin(there);

    assertThat(ask(there, new StreamInput.StopBackup(new RequestId("r2"), Optional.empty())))
        .isInstanceOf(StreamReply.Stopped.class);

    assertThat(view(there).phase()).isEqualTo(StreamPhase.STOPPED);
  }

  @Test
  void a_stop_without_a_name_changes_nothing_where_there_are_several() {
    Started there = start("mail { kind = test }, shop { kind = test }");
    begin(there);

    assertThat(
            failure(ask(there, new StreamInput.StopBackup(new RequestId("r2"), Optional.empty()))))
        .contains(Failure.RUNNING_IN_MULTI_INSTANCE_MODE);

    assertThat(view(there).phase()).isEqualTo(StreamPhase.DATABASES);
  }

  @Test
  void a_host_without_instances_says_that_none_is_there() {
    Started there = start("");

    assertThat(failure(begin(there))).contains(Failure.STREAM_INVALID_PARAMETER);
    assertThat(
            failure(ask(there, new StreamInput.StopBackup(new RequestId("r2"), Optional.empty()))))
        .contains(Failure.STREAM_INVALID_PARAMETER);
  }

  @Test
  void the_writer_of_an_instance_waits_for_no_stream() {
    Started there = start("mail { kind = test, writer = db }");
    begin(there);

    assertThat(prepared(there))
        .isInstanceOfSatisfying(
            HandlerResult.Failed.class,
            failed -> assertThat(failed.fault().failure()).isEqualTo(Failure.BACKUP_IN_PROGRESS));
  }

  @Test
  void a_writer_that_no_instance_names_knows_of_no_stream() {
    Started there = start("mail { kind = test }");
    begin(there);

    assertThat(prepared(there)).isInstanceOf(HandlerResult.Done.class);
  }

  private HandlerResult prepared(Started there) {
    WriterId writer = new WriterId(new HostId("h"), "db");
    TestProbe<WriterReply> heard = kit.createTestProbe();
    Stamp stamp = there.stamp("y");
    there
        .agent()
        .tell(
            new AskWriter(
                new ToWriter(
                    writer, new WriterInput.PrepareForBackup(stamp, Set.of(), BackupType.FULL)),
                heard.getRef()));
    heard.receiveMessage();
    there
        .agent()
        .tell(
            new AskWriter(
                new ToWriter(writer, new WriterInput.PrepareForSnapshot(stamp, Set.of())),
                heard.getRef()));
    return heard.expectMessageClass(WriterReply.Handled.class).result();
  }

  @Test
  void the_session_hears_first_that_its_stream_has_begun() throws Exception {
    Started there = start("mail { kind = test }");

    begin(there);

    assertThat(reports.poll(30, TimeUnit.SECONDS).event())
        .isInstanceOf(StreamEvent.StreamBegun.class);
  }
}
