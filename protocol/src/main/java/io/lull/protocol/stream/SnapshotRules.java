package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SetId;
import io.lull.protocol.stream.StreamInput.GiveBack;
import io.lull.protocol.stream.StreamInput.TakeForSnapshot;
import io.lull.protocol.stream.StreamReply.Permitted;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;

/** How snapshots and streams keep out of each other's way. */
final class SnapshotRules {
  private SnapshotRules() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> take(
      StreamHost host, TakeForSnapshot take, Uptime now) {
    return Decisions.answer(
        new StreamEvent.SnapshotTook(take.instance(), take.set()), new Permitted(take.request()));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> takeAgain(
      StreamHost host, TakeForSnapshot take, Uptime now) {
    return has(host.instance(take.instance()), take.set())
        ? Decision.reply(new Permitted(take.request()))
        : Decisions.occupied(
            take.request(), Failure.BACKUP_IN_PROGRESS, host.instance(take.instance()));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> giveBack(
      StreamHost host, GiveBack back, Uptime now) {
    Instance instance = host.instance(back.instance());
    Permitted permitted = new Permitted(back.request());
    // A set that has given back already must not take the instance from the next one.
    return has(instance, back.set())
        ? Decisions.both(
            Decisions.answer(
                new StreamEvent.SnapshotGaveBack(instance.id(), back.full()), permitted),
            Ending.freed(instance))
        : Decision.reply(permitted);
  }

  private static boolean has(Instance instance, SetId set) {
    return instance.use().equals(new Use.Snapshot(set));
  }
}
