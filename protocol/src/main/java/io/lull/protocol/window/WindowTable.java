package io.lull.protocol.window;

import static io.lull.protocol.window.WindowPhase.ABORTING;
import static io.lull.protocol.window.WindowPhase.CLOSED;
import static io.lull.protocol.window.WindowPhase.COMMITTING;
import static io.lull.protocol.window.WindowPhase.FREEZING;
import static io.lull.protocol.window.WindowPhase.PLANNED;
import static io.lull.protocol.window.WindowPhase.POST_COMMITTING;
import static io.lull.protocol.window.WindowPhase.PRE_COMMITTING;
import static io.lull.protocol.window.WindowPhase.THAWING;

import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.WindowInput.AbortWindow;
import io.lull.protocol.window.WindowInput.HostLost;
import io.lull.protocol.window.WindowInput.OpenWindow;
import io.lull.protocol.window.WindowInput.ProviderCommitted;
import io.lull.protocol.window.WindowInput.ProviderRefused;
import io.lull.protocol.window.WindowInput.ProviderStepped;
import io.lull.protocol.window.WindowInput.TimerDue;
import io.lull.protocol.window.WindowInput.WriterFroze;
import io.lull.protocol.window.WindowInput.WriterHandled;
import io.lull.protocol.window.WindowInput.WriterLetGo;
import io.lull.protocol.window.WindowInput.WriterRefused;
import java.util.EnumSet;
import java.util.Set;

/** The rules of a freeze window, one row each. */
public final class WindowTable {
  /** Writers are being frozen or let go. */
  private static final Set<WindowPhase> MOVING = EnumSet.of(FREEZING, THAWING);

  /** All writers stand still and the providers take their steps. */
  private static final Set<WindowPhase> STEPPING = EnumSet.of(PRE_COMMITTING, COMMITTING, POST_COMMITTING);

  public static final Table<
          WindowPhase, Window, WindowInput, Uptime, Decision<WindowEvent, WindowEffect, Void>>
      TABLE =
          Table
              .<WindowPhase, Window, WindowInput, Uptime, Decision<WindowEvent, WindowEffect, Void>>
                  of(
                      WindowPhase.class,
                      WindowInput.class,
                      Decision.nothing(),
                      // Nobody asks a window anything, so no row of it refuses.
                      (window, input, failure) -> Decision.nothing())

          // The way there: level by level, then the providers.
          .on(PLANNED, OpenWindow.class, "the first level is frozen, unless leases are too short; without writers the providers begin",
              FreezeRules::open, FREEZING, PRE_COMMITTING, ABORTING, CLOSED)
          .ignoreElsewhere(OpenWindow.class, "a window opens once")
          .on(FREEZING, WriterFroze.class, "the last of a level: next level, or PreCommit if enough lease is left",
              FreezeRules::froze, FREEZING, PRE_COMMITTING, THAWING, ABORTING)
          .ignoreElsewhere(WriterFroze.class, "nobody waits for a Freeze; Abort was sent")
          .on(PRE_COMMITTING, ProviderStepped.class, "the last of them: Commit; a failure fails the set", CommitRules::stepped,
              PRE_COMMITTING, COMMITTING, ABORTING, CLOSED)
          .on(COMMITTING, ProviderStepped.class, "no receipt: the set fails", CommitRules::stepped, COMMITTING, ABORTING, CLOSED)
          .on(POST_COMMITTING, ProviderStepped.class, "the last of them: Thaw; a failure fails the set", CommitRules::stepped,
              POST_COMMITTING, THAWING, ABORTING, CLOSED)
          .ignoreElsewhere(ProviderStepped.class, "no step of a provider is waited for")
          .on(COMMITTING, ProviderCommitted.class, "the last receipt: PostCommit", CommitRules::committed, COMMITTING, POST_COMMITTING)
          .ignoreElsewhere(ProviderCommitted.class, "the receipt is here already, or too late")
          .onOrStay(STEPPING, ProviderRefused.class, "the set fails", CommitRules::refused, ABORTING, CLOSED)
          .ignoreElsewhere(ProviderRefused.class, "no step of a provider is waited for")

          // The way back: levels reversed, and only a hold that stood counts.
          .on(THAWING, WriterLetGo.class, "the last of a level: next level, or done; a lapsed hold fails the set",
              ThawRules::letGo, THAWING, CLOSED, ABORTING)
          .ignoreElsewhere(WriterLetGo.class, "nobody waits for a Thaw")

          // What goes wrong: every writer is told, whatever it had answered; without writers the window closes at once.
          .onOrStay(MOVING, WriterHandled.class, "a Freeze or Thaw that failed fails the set", AbortRules::handlerFailed, ABORTING)
          .on(ABORTING, WriterHandled.class, "one writer less to wait for", AbortRules::aborted, ABORTING, CLOSED)
          .ignoreElsewhere(WriterHandled.class, "no handler is waited for")
          .onOrStay(MOVING, WriterRefused.class, "the set fails", AbortRules::writerRefused, ABORTING)
          .on(ABORTING, WriterRefused.class, "it stays unconfirmed, and the session goes on asking", AbortRules::abortRefused,
              ABORTING, CLOSED)
          .ignoreElsewhere(WriterRefused.class, "no writer is waited for")
          .onOrStay(MOVING, TimerDue.class, "if its limit has passed, the set fails; REPEAT asks again", LimitRules::due, ABORTING)
          .onOrStay(STEPPING, TimerDue.class, "if its limit has passed, the set fails", LimitRules::due, ABORTING, CLOSED)
          .on(ABORTING, TimerDue.class, "REPEAT asks again; after the limit the window closes with what it knows",
              LimitRules::abortDue, ABORTING, CLOSED)
          .ignoreElsewhere(TimerDue.class, "no timer runs")
          .on(PLANNED, AbortWindow.class, "it never begins", AbortRules::abort, ABORTING, CLOSED)
          .on(MOVING, AbortWindow.class, "the set fails", AbortRules::abort, ABORTING)
          .on(STEPPING, AbortWindow.class, "the set fails", AbortRules::abort, ABORTING, CLOSED)
          .ignore(ABORTING, AbortWindow.class, "Abort was sent already")
          .ignore(CLOSED, AbortWindow.class, "the report tells how it ended")
          .onOrStay(MOVING, HostLost.class, "a participant that cannot be reached fails the set", AbortRules::hostLost, ABORTING)
          .onOrStay(STEPPING, HostLost.class, "a participant that cannot be reached fails the set", AbortRules::hostLost,
              ABORTING, CLOSED)
          .on(ABORTING, HostLost.class, "its writers stay unconfirmed; nobody waits for them", AbortRules::hostLostAborting,
              ABORTING, CLOSED)
          .ignore(PLANNED, HostLost.class, "nothing has been sent yet; Freeze will fail")
          .ignore(CLOSED, HostLost.class, "the report tells how it ended")
          .build();

  private WindowTable() {}
}
