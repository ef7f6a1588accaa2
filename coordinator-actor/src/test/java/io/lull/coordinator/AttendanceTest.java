package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.RefusedException;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.session.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything is everything that is there, also for a coordinator that has just come. */
class AttendanceTest {
  private static final HostId A = new HostId("a");

  private final CoordinatorFixture cluster =
      new CoordinatorFixture(
          ConfigFactory.parseString("pekko.cluster.roles = [coordinator, host]"));

  @AfterEach
  void stop() {
    cluster.close();
  }

  private CompletionStage<Created> backup(Duration identify) {
    Policy policy =
        new Policy(Limits.defaults().with(Setting.IDENTIFY, identify), Grade.APPLICATION, true);
    return Backup.ofEverything(policy, _ -> CompletableFuture.completedStage(Set.of()))
        .run(cluster.lull);
  }

  @Test
  void aHostThatHasNotSpokenYetIsWaitedFor() {
    CompletionStage<Created> created = backup(Duration.ofMinutes(1));
    cluster.eventually(() -> assertThat(cluster.sessions()).isNotEmpty());
    cluster.host(A);

    assertThat(await(created).certificate().holds())
        .singleElement()
        .satisfies(hold -> assertThat(hold.writer().host()).isEqualTo(A));
  }

  @Test
  void aHostThatNeverSpeaksIsNotLeftOutInSilence() {
    assertThatThrownBy(() -> await(backup(Duration.ofMillis(300))))
        .asInstanceOf(type(RefusedException.class))
        .extracting(RefusedException::fault)
        .satisfies(
            fault -> {
              assertThat(fault.failure()).isEqualTo(Failure.HOST_UNREACHABLE);
              assertThat(fault.toString()).contains("to say which hosts they are");
            });
  }

  @Test
  void aHostIsTheOnlyOneWhenNobodyElseCanTurnOutToBeOne() {
    ActorRef<HostMessage> agent = cluster.kit.<HostMessage>createTestProbe().ref();
    Address here = agent.path().address();
    Address silent = AddressFromURIString.parse("pekko://lull@127.0.0.9:7355");
    Presence presence = new Presence(A, Incarnation.FIRST, Set.of(), List.of());
    Hosts one = Hosts.NONE.with(new HostPresent(presence, agent));

    assertThat(one.only(() -> Set.of(here))).contains(A);
    assertThat(one.only(() -> Set.of(here, silent))).isEmpty();
    assertThat(Hosts.NONE.only(Set::of)).isEmpty();
  }
}
