package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** R7: whoever was replaced and does not know it is told so by every host that does. */
public final class AnOlderAttemptIsRefused implements Invariant.OfEveryStep {
  /** What moves a set on; what ends one may be said by anybody, for it names what it ends. */
  private static final Set<WriterStep> MOVING =
      EnumSet.of(
          WriterStep.PREPARE_FOR_BACKUP,
          WriterStep.PREPARE_FOR_SNAPSHOT,
          WriterStep.FREEZE,
          WriterStep.POST_SNAPSHOT,
          WriterStep.BACKUP_COMPLETE);

  private final Map<Life, Epoch> newest = new HashMap<>();
  private Optional<Fact.WriterHeard> late = Optional.empty();

  private record Life(WriterId writer, SetId set, int life) {}

  private record Answer(Stamp stamp, WriterStep step) {}

  @Override
  public String promise() {
    return "A writer that has answered a later attempt of a session gives no other answer than a"
        + " refusal when an earlier one wants to move the set on, until its host lives a new life.";
  }

  @Override
  public void see(Fact fact) {
    switch (fact) {
      case Fact.WriterHeard heard -> {
        Stamp stamp = heard.request().stamp();
        Epoch known = newest.get(new Life(heard.writer(), stamp.set(), heard.life()));
        late = Optional.of(heard).filter(_ -> known != null && stamp.epoch().isBefore(known));
      }
      case Fact.WriterAnswered answered ->
          moved(answered.reply()).ifPresent(a -> said(answered, a));
      default -> {}
    }
  }

  private void said(Fact.WriterAnswered answered, Answer answer) {
    Stamp stamp = answer.stamp();
    if (late.isPresent()
        && late.get().writer().equals(answered.reply().writer())
        && late.get().request().stamp().equals(stamp)) {
      broken(answered.reply().writer() + " answers " + answer.step() + " of " + stamp);
    }
    int life = Math.toIntExact(stamp.incarnation().number());
    newest.merge(
        new Life(answered.reply().writer(), stamp.set(), life),
        stamp.epoch(),
        (one, other) -> one.isBefore(other) ? other : one);
  }

  /** An answer to what was asked before comes in a step of its own. */
  @Override
  public void check(World world) {
    late = Optional.empty();
  }

  private static Optional<Answer> moved(WriterReply reply) {
    return switch (reply) {
      case WriterReply.Handled handled when MOVING.contains(handled.step()) ->
          Optional.of(new Answer(handled.stamp(), handled.step()));
      case WriterReply.Frozen frozen -> Optional.of(new Answer(frozen.stamp(), WriterStep.FREEZE));
      default -> Optional.empty();
    };
  }
}
