package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.session.SessionEffect.AskProvider;
import io.lull.protocol.session.SessionReply.SetCreated;
import io.lull.protocol.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A volume that a provider has begun, and of which its session never heard, is no member. */
class LostBeginTest {
  private static final HostId HOST = new HostId("a");

  @Test
  void a_set_is_good_without_the_volume_whose_Begin_was_answered_in_vain() {
    Story story = Story.ofOne().then("set up", "let a/disk drop BeginPrepare");
    story.then("requester AddToSnapshotSet a:/more", "advance 31s");
    assertThat(story.refusal()).isEqualTo(Failure.HOST_UNREACHABLE);

    story.then("requester PrepareForBackup", "requester DoSnapshotSet");

    assertThat(story.phase()).isEqualTo(SessionPhase.SNAPSHOT_CREATED);
    assertThat(story.reply())
        .isInstanceOfSatisfying(
            SetCreated.class, made -> assertThat(made.grade()).isEqualTo(Grade.APPLICATION));
    assertThat(ends(story))
        .singleElement()
        .satisfies(end -> assertThat(end.volumes()).containsExactly(new Volume(HOST, "/data")));
    assertThat(story.cast().copies()).hasSize(1);
  }

  private static List<EndPrepare> ends(Story story) {
    ProviderId disk = new ProviderId(HOST, "disk");
    return story.world().sessionSteps().stream()
        .flatMap(step -> step.decision().effects().stream())
        .filter(AskProvider.class::isInstance)
        .map(AskProvider.class::cast)
        .filter(ask -> ask.provider().equals(disk))
        .map(AskProvider::request)
        .filter(EndPrepare.class::isInstance)
        .map(EndPrepare.class::cast)
        .toList();
  }
}
