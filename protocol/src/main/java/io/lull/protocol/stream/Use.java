package io.lull.protocol.stream;

import io.lull.protocol.id.SetId;

/** What has an instance: one stream or one snapshot at a time, or nothing. */
public sealed interface Use permits Use.Free, Use.Snapshot, Stream {
  StreamPhase phase();

  /** Who has it, as people are told. */
  String user();

  /** Nothing has it. */
  record Free() implements Use {
    @Override
    public StreamPhase phase() {
      return StreamPhase.NOT_STARTED;
    }

    @Override
    public String user() {
      return "nothing";
    }
  }

  /** The snapshot of this set has it. */
  record Snapshot(SetId set) implements Use {
    @Override
    public StreamPhase phase() {
      return StreamPhase.SNAPSHOT;
    }

    @Override
    public String user() {
      return "the snapshot of set " + set;
    }
  }
}
