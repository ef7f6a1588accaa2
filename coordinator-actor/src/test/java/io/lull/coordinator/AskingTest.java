package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.HostMessage.AskWriter;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.writer.WriterInput.Identify;
import io.lull.protocol.writer.WriterReply;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AskingTest {
  private static final HostId HOST = new HostId("a");
  private static final WriterId WRITER = new WriterId(HOST, "db");
  private static final Incarnation LIFE = new Incarnation(1);
  private static final SessionId SESSION = new SessionId("s");

  private final ActorTestKit kit = ActorTestKit.create();
  private final CountDownLatch blocked = new CountDownLatch(1);

  @AfterEach
  void stop() {
    blocked.countDown();
    kit.shutdownTestKit();
  }

  /** Whoever in this process blocks all its common threads, for as long as he likes. */
  private void blockTheThreadsOfTheProcess() {
    for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                try {
                  blocked.await();
                } catch (InterruptedException over) {
                  Thread.currentThread().interrupt();
                }
              });
    }
  }

  @Test
  void an_answer_needs_no_threads_but_those_of_whoever_asked() {
    WriterReply answer =
        new WriterReply.Unidentified(
            WRITER, SESSION, Fault.of(Failure.WRITER_NOT_RESPONDING, "it is busy"));
    ActorRef<HostMessage> agent =
        kit.spawn(
            Behaviors.receive(HostMessage.class)
                .onMessage(
                    AskWriter.class,
                    ask -> {
                      ask.replyTo().tell(answer);
                      return Behaviors.same();
                    })
                .build());
    Presence presence = new Presence(HOST, LIFE, Set.of(WRITER), List.of());
    Hosts hosts = Hosts.NONE.with(new HostPresent(presence, agent));
    TestProbe<Object> heard = kit.createTestProbe();
    blockTheThreadsOfTheProcess();

    kit.spawn(
        Behaviors.<Object>setup(
            context -> {
              Asking<Object> asking =
                  new Asking<>(
                      context,
                      () -> hosts,
                      reply -> reply,
                      reply -> reply,
                      whom -> "no answer of " + whom);
              asking.writer(WRITER, new Identify(SESSION, LIFE), Limits.defaults());
              return Behaviors.receiveMessage(
                  message -> {
                    heard.ref().tell(message);
                    return Behaviors.same();
                  });
            }));

    heard.expectMessage(answer);
  }
}
