package io.lull.protocol.id;

import java.util.Comparator;

/** One copy of one volume; a set holds at most one copy of a volume, so the pair names it. */
public record SnapshotId(SetId set, Volume volume) implements Comparable<SnapshotId> {
  private static final Comparator<SnapshotId> ORDER =
      Comparator.comparing(SnapshotId::set).thenComparing(SnapshotId::volume);

  @Override
  public int compareTo(SnapshotId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return set + "@" + volume;
  }
}
