package io.lull.acceptance.simulation;

import io.lull.protocol.simulation.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The threads of a host for whatever may block, in virtual time: work begins after a while, and
 * some of it hangs in its middle, until it is interrupted and heeds that.
 */
final class Labour {
  private final SimProcess host;
  private final Clockwork dice;
  private final List<Piece> hanging = new ArrayList<>();
  private Optional<Piece> current = Optional.empty();

  /** A piece of work. */
  final class Piece {
    private final Runnable work;
    private boolean hangs;
    private final boolean heeds;
    private final int life;
    private Optional<Coroutine> coroutine = Optional.empty();
    private boolean interrupted;
    private boolean waking;
    private boolean killed;

    private Piece(Runnable work, boolean hangs) {
      this.work = work;
      this.hangs = hangs;
      // Some heed an interrupt and give up, and some go on as if nothing had been said.
      this.heeds = dice.chance(0.7);
      this.life = host.life();
    }

    private void begin() {
      // In the end every call ends.
      hangs &= !host.world.faults().equals(Faults.NONE);
      if (hangs) {
        Coroutine begun = new Coroutine(() -> work.run());
        coroutine = Optional.of(begun);
        resume(begun);
      } else {
        as(this, work);
      }
    }

    private void resume(Coroutine begun) {
      hanging.remove(this);
      as(this, begun::resume);
      if (!begun.hasEnded()) {
        hanging.add(this);
      }
    }

    void interrupt() {
      interrupted = true;
      look();
    }

    /** Its own thread may have been interrupted by somebody who knows it. */
    private void look() {
      boolean told = interrupted || coroutine.filter(Coroutine::isInterrupted).isPresent();
      if (told && heeds && !waking && hanging.contains(this)) {
        waking = true;
        host.after(dice.between(0, Clockwork.SECOND), this::goOn);
      }
    }

    private void kill() {
      killed = true;
      goOn();
    }

    /** It may have ended since somebody meant it to go on: whoever woke and who killed it race. */
    private void goOn() {
      if (hanging.contains(this)) {
        coroutine.ifPresent(this::resume);
      }
    }

    private void standStill() throws InterruptedException {
      if (interrupted && heeds) {
        throw new InterruptedException("it gave up");
      }
      if (hangs && !killed) {
        coroutine.orElseThrow().standStill();
        if (killed) {
          throw new IllegalStateException("it was killed");
        }
        throw new InterruptedException("it gave up");
      }
    }
  }

  Labour(SimProcess host) {
    this.host = host;
    this.dice = host.clockwork;
  }

  /** Begins a piece of work off the thread of its caller, for which it takes as long as it does. */
  Piece start(Runnable work) {
    Faults faults = host.world.faults();
    boolean hangs = dice.chance(faults.handlerHangs());
    long takes = hangs ? dice.between(0, 30 * Clockwork.SECOND) : takes(faults);
    return begin(takes, new Piece(work, hangs));
  }

  /** The same for what the keeper of leases begins, which comes at once. */
  Piece startAtOnce(Runnable work) {
    return begin(0, new Piece(work, dice.chance(host.world.faults().handlerHangs())));
  }

  private Piece begin(long delay, Piece piece) {
    host.after(delay, piece::begin);
    return piece;
  }

  private long takes(Faults faults) {
    if (dice.chance(faults.handlerLate())) {
      return dice.between(0, 5 * Clockwork.MINUTE);
    }
    return dice.chance(0.2)
        ? dice.between(0, 4 * Clockwork.SECOND)
        : dice.between(0, 200 * Clockwork.MILLI);
  }

  /** Whether the call that runs now is one that hangs. */
  boolean hangs() {
    return current.filter(piece -> piece.hangs).isPresent();
  }

  /** Called in the middle of a call: here it hangs if it does, and is given up if it is. */
  void middle() throws InterruptedException {
    if (current.isPresent()) {
      current.get().standStill();
    }
  }

  /** Looks for interrupts that came by themselves. */
  void look() {
    if (!hanging.isEmpty()) {
      List.copyOf(hanging).forEach(Piece::look);
    }
  }

  /** Somebody restarts what hangs. */
  void endHanging() {
    List.copyOf(hanging).stream()
        .filter(piece -> host.lives(piece.life))
        .forEach(piece -> host.after(0, piece::kill));
  }

  /** Nothing of it is to be left, whatever process it was of. */
  void close() {
    List.copyOf(hanging).forEach(Piece::kill);
  }

  private void as(Piece piece, Runnable action) {
    Optional<Piece> before = current;
    current = Optional.of(piece);
    try {
      action.run();
    } finally {
      current = before;
    }
  }
}
