package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.stream.StreamInput.AttachDatabase;
import io.lull.protocol.stream.StreamInput.DetachDatabase;
import io.lull.protocol.stream.StreamInput.DropDatabase;
import io.lull.protocol.stream.StreamInput.ShrinkDatabase;
import io.lull.protocol.stream.StreamReply.Permitted;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;

/** What may be done to databases while nothing reads them. */
final class DatabaseRules {
  private DatabaseRules() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> attach(
      StreamHost host, AttachDatabase attach, Uptime now) {
    Permitted permitted = new Permitted(attach.request());
    return host.instance(attach.instance()).facts().isAttached(attach.database().id())
        ? Decision.reply(permitted)
        : Decisions.answer(
            new StreamEvent.DatabaseAttached(attach.instance(), attach.database().attached(true)),
            permitted);
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> detach(
      StreamHost host, DetachDatabase detach, Uptime now) {
    Instance instance = host.instance(detach.instance());
    if (instance.facts().database(detach.database()).isEmpty()) {
      return unknown(detach.request(), detach.database());
    }
    // Also after StopService, when a snapshot may still have the instance.
    if (!instance.isFree()) {
      return Decisions.occupied(detach.request(), Failure.BACKUP_IN_PROGRESS, instance);
    }
    return Decisions.answer(
        new StreamEvent.DatabaseDetached(instance.id(), detach.database()),
        new Permitted(detach.request()));
  }

  /** Its logs stay until a full stream that begins from now on is stored. */
  static Decision<StreamEvent, StreamEffect, StreamReply> drop(
      StreamHost host, DropDatabase drop, Uptime now) {
    Instance instance = host.instance(drop.instance());
    if (instance.facts().database(drop.database()).isEmpty()) {
      return unknown(drop.request(), drop.database());
    }
    if (!instance.isFree()) {
      return Decisions.occupied(drop.request(), Failure.BACKUP_IN_PROGRESS, instance);
    }
    Permitted permitted = new Permitted(drop.request());
    return instance.dropped().contains(drop.database())
        ? Decision.reply(permitted)
        : Decisions.answer(
            new StreamEvent.DatabaseDropped(instance.id(), drop.database()), permitted);
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> shrink(
      StreamHost host, ShrinkDatabase shrink, Uptime now) {
    return host.instance(shrink.instance()).facts().isAttached(shrink.database())
        ? Decision.reply(new Permitted(shrink.request()))
        : unknown(shrink.request(), shrink.database());
  }

  private static Decision<StreamEvent, StreamEffect, StreamReply> unknown(
      RequestId request, DatabaseId database) {
    return Decisions.refuse(
        request, Failure.STREAM_INVALID_PARAMETER, "a database of the instance", "got " + database);
  }
}
