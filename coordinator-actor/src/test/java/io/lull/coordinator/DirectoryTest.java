package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage;
import io.lull.coordinator.Directory.Expect;
import io.lull.coordinator.Directory.HostLost;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody hears who knows of a life of a host from before this directory. */
class DirectoryTest {
  private static final HostId HOST = new HostId("h1");
  private static final Incarnation EARLIER = Incarnation.FIRST;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<HostMessage> agent = kit.createTestProbe();
  private final TestProbe<HostLost> listener = kit.createTestProbe();
  private final AtomicReference<Hosts> hosts = new AtomicReference<>(Hosts.NONE);
  private final ActorRef<DirectoryMessage> directory = kit.spawn(Directory.create(hosts, _ -> {}));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private void present(Incarnation life) {
    directory.tell(new HostPresent(new Presence(HOST, life, Set.of(), List.of()), agent.getRef()));
    listener.awaitAssert(
        () -> {
          assertThat(hosts.get().host(HOST))
              .hasValueSatisfying(
                  host -> assertThat(host.presence().incarnation()).isEqualTo(life));
          return life;
        });
  }

  private void expectEarlier() {
    directory.tell(new Expect(HOST, EARLIER, PATIENCE, listener.getRef()));
  }

  /** By then all is done that was said before. */
  private void otherHostIsKnown() {
    HostId other = new HostId("h2");
    directory.tell(
        new HostPresent(new Presence(other, EARLIER, Set.of(), List.of()), agent.getRef()));
    listener.awaitAssert(
        () -> {
          assertThat(hosts.get().host(other)).isPresent();
          return other;
        });
  }

  private void demandLost(Failure why) {
    HostLost lost = listener.receiveMessage();
    assertThat(lost.host()).isEqualTo(HOST);
    assertThat(lost.life()).isEqualTo(EARLIER);
    assertThat(lost.fault().failure()).isEqualTo(why);
  }

  /** Whatever it would have heard is there by then. */
  private void demandSilence() {
    time.timePasses(PATIENCE.multipliedBy(2));
    listener.expectNoMessage(Duration.ZERO);
  }

  @Test
  void a_host_that_lives_anew_already_has_lost_its_earlier_life() {
    present(EARLIER.next());

    expectEarlier();

    demandLost(Failure.HOST_RESTARTED);
    demandSilence();
  }

  @Test
  void a_host_that_comes_with_another_life_has_lost_its_earlier_one() {
    expectEarlier();

    present(EARLIER.next());

    demandLost(Failure.HOST_RESTARTED);
    demandSilence();
  }

  @Test
  void a_host_of_which_nothing_is_heard_is_lost_after_a_while() {
    expectEarlier();
    otherHostIsKnown();
    time.timePasses(PATIENCE.minusMillis(1));
    listener.expectNoMessage(Duration.ZERO);

    time.timePasses(Duration.ofMillis(1));

    demandLost(Failure.HOST_UNREACHABLE);
  }

  @Test
  void a_host_that_lives_on_is_not_lost_until_it_is() {
    expectEarlier();
    present(EARLIER);
    demandSilence();

    present(EARLIER.next());

    demandLost(Failure.HOST_RESTARTED);
  }
}
