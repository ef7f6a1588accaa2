package io.lull.provider;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;

/** The way to a session, to ask it whether a set of it lives; the answer comes as a command. */
@FunctionalInterface
public interface FateQuestion {
  /** Sends the question and does not wait; it may get lost, for it is asked again. */
  void ask(SessionId session, SetId set);
}
