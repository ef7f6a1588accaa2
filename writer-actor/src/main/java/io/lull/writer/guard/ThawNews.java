package io.lull.writer.guard;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import java.util.Optional;

/**
 * One thing that {@link ThawLocal} has found, and what has become of it.
 *
 * @param what what is held, or where that was looked for
 * @param writer who held it for which set, if Lull did
 * @param detail why, or what to do; nothing if there is no more to say
 */
public record ThawNews(
    State state, String what, Optional<WriterId> writer, Optional<SetId> set, String detail) {

  /** What has become of it. */
  public enum State {
    /** Nothing is noted there. */
    NOTHING_HELD("nothing is held by Lull, as far as"),
    /** It is, and was only to be listed. */
    HELD("held:"),
    /** It is thawed now. */
    THAWED("thawed:"),
    /** It was before anybody came. */
    THAWED_ALREADY("thawed already:"),
    /** Nobody has said that Lull holds it, but it was to be thawed. */
    THAWED_AS_TOLD("thawed, as told:"),
    /** It was to be thawed, and ran. */
    WAS_NOT_FROZEN("was not frozen:"),
    /** It was to be thawed, and there is no such directory. */
    NOT_THERE("is not there:"),
    /** It may still stand. */
    NOT_THAWED("NOT THAWED:"),
    /** It takes no writes, and Lull has not frozen it. */
    FROZEN_BY_OTHERS("takes no writes, but was not frozen by Lull:"),
    /** It could not be looked at. */
    UNKNOWN("cannot find out");

    private final String said;

    State(String said) {
      this.said = said;
    }
  }

  static ThawNews of(State state, String what, String detail) {
    return new ThawNews(state, what, Optional.empty(), Optional.empty(), detail);
  }

  static ThawNews of(State state, HoldNote note, String detail) {
    return new ThawNews(
        state, note.what().shown(), Optional.of(note.writer()), Optional.of(note.set()), detail);
  }

  /** For people. */
  public String line() {
    String whose =
        writer
            .map(known -> " (writer " + known + set.map(of -> ", set " + of).orElse("") + ")")
            .orElse("");
    String more =
        switch (state) {
          case NOTHING_HELD -> " says";
          case FROZEN_BY_OTHERS -> "; " + detail;
          default -> detail.isEmpty() ? "" : ": " + detail;
        };
    return state.said + " " + what + whose + more;
  }
}
