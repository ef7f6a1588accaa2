package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageFailure;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.junit.jupiter.api.Test;

class OneFailureTest {
  private final List<Object> heard = new ArrayList<>();
  private final Behavior<Object> recording =
      Behaviors.receiveMessage(
          message -> {
            heard.add(message);
            return Behaviors.same();
          });
  private final BehaviorTestKit<Object> actor = BehaviorTestKit.create(OneFailure.of(recording));

  private static WriteMessageFailure failure(long number, int life) {
    PersistentRepr event =
        PersistentRepr$.MODULE$.apply(
            "an event", number, "session|s", "", false, ActorRef.noSender(), "");
    return new WriteMessageFailure(event, new IllegalStateException("the disk is gone"), life);
  }

  @Test
  void the_other_failures_of_one_write_do_not_reach_the_actor_that_has_restarted() {
    actor.run(failure(1, 7));
    actor.run(failure(2, 7));
    actor.run("stop");

    assertThat(heard).hasSize(2).last().isEqualTo("stop");
  }

  @Test
  void the_next_life_hears_of_a_failure_of_its_own() {
    actor.run(failure(1, 7));
    actor.run(failure(1, 8));

    assertThat(heard).hasSize(2);
  }
}
