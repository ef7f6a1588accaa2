package io.lull.protocol.id;

/**
 * What every message to and from a participant carries, so that a late one is recognised.
 *
 * @param session the session that speaks
 * @param set the set it speaks about; for a restore the set that is restored, for a stream the one
 *     that its target stores
 * @param epoch the attempt of the coordinator
 * @param incarnation the life of the host's process that is meant
 * @param slot the host's creation slot under which the set is made; {@link SlotEpoch#NONE} in a
 *     restore or a stream, which create no snapshot
 */
public record Stamp(
    SessionId session, SetId set, Epoch epoch, Incarnation incarnation, SlotEpoch slot) {
  @Override
  public String toString() {
    return set + " e" + epoch + " i" + incarnation + " s" + slot;
  }
}
