package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lull.cluster.config.message.HostMessage;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.value.Sorted;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.HostView;
import io.lull.wire.api.HostViews;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a coordinator hears of hosts when somebody looks. */
class HostRoundsTest {
  private static final HostId A = new HostId("a");
  private static final HostId B = new HostId("b");
  private static final HostId AWAY = new HostId("away");
  private static final SetId SET = new SetId("set");
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);

  private final CoordinatorFixture cluster = new CoordinatorFixture();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void allHostsTellHowTheyAre() {
    cluster.host(A);
    cluster.host(B);

    HostViews views = await(cluster.rounds().look(LONG));

    assertThat(views.hosts()).extracting(HostView::host).containsExactly(A, B);
    assertThat(views.silent()).isEmpty();
  }

  @Test
  void whoDoesNotAnswerIsNamed() {
    cluster.host(A);
    cluster.host(B).tellsNobody = true;

    HostViews views = await(cluster.rounds().look(SHORT));

    assertThat(views.hosts()).extracting(HostView::host).containsExactly(A);
    assertThat(views.silent()).containsExactly(B);
  }

  @Test
  void nobodySpeaksForAnotherHost() {
    cluster.host(A);
    cluster.host(B).saysItIs = A;

    HostViews views = await(cluster.rounds().look(LONG));

    assertThat(views.hosts()).extracting(HostView::host).containsExactly(A);
    assertThat(views.silent()).containsExactly(B);
  }

  @Test
  void copiesAreThoseOfTheCatalogueAndTheirPlacesThoseOfTheHosts() {
    cluster.host(A);
    cluster.host(B).tellsNobody = true;
    Map<Volume, ProviderId> made =
        Map.of(
            HostDouble.volume(A),
            HostDouble.provider(A),
            new Volume(A, "/elsewhere"),
            HostDouble.provider(A),
            HostDouble.volume(B),
            HostDouble.provider(B),
            HostDouble.volume(AWAY),
            HostDouble.provider(AWAY));
    CatalogueEntry entry =
        new CatalogueEntry(
            SET,
            new SessionId("s"),
            SetState.CERTIFIED,
            Instant.EPOCH,
            Optional.empty(),
            Sorted.map(made),
            new TreeSet<>(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    Copies copies = await(cluster.rounds().copies(entry, SHORT));

    assertThat(copies.set()).isEqualTo(SET);
    assertThat(copies.copies())
        .extracting(copy -> copy.snapshot().volume(), CopyView::provider, CopyView::place)
        .containsExactlyInAnyOrder(
            tuple(HostDouble.volume(A), HostDouble.provider(A), Optional.of("/copies/of/a")),
            tuple(new Volume(A, "/elsewhere"), HostDouble.provider(A), Optional.empty()),
            tuple(HostDouble.volume(B), HostDouble.provider(B), Optional.empty()),
            tuple(HostDouble.volume(AWAY), HostDouble.provider(AWAY), Optional.empty()));
  }

  @Test
  void aHostThatDoesNotAnswerForItsStreamsIsARefusalAlsoWithoutACoordinator() {
    RequestId request = new RequestId("r");
    TestProbe<HostMessage> deaf = cluster.kit.createTestProbe();

    StreamReply reply =
        await(
            HostRounds.stream(
                A,
                deaf.ref(),
                new StreamInput.StopBackup(request, Optional.empty()),
                SHORT,
                cluster.kit.system()));

    assertThat(reply)
        .isInstanceOfSatisfying(
            StreamReply.StreamRefused.class,
            refused -> {
              assertThat(refused.request()).isEqualTo(request);
              assertThat(refused.fault().failure()).isEqualTo(Failure.HOST_UNREACHABLE);
            });
  }
}
