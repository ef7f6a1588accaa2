package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The holds of a guard. Each has a thread, which begins it, waits and ends it: so whatever a freeze
 * comes to, and however late, the thread that made it is there to undo it.
 */
final class Keeper {
  private static final int REMEMBERED = 256;
  private static final long STACK = 256 * 1024;

  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  private final HoldFiles files;
  private final GuardLife life;
  private final Opener opener;
  private final Consumer<GuardMessage> say;
  private final Map<HoldToken, KeptHold> holds = new HashMap<>();
  private final List<GuardedHold> standing = new ArrayList<>();
  private final List<GuardedHold> beginning = new ArrayList<>();
  private final Map<HoldToken, HoldEnd> over = new Latest<>(REMEMBERED);
  private boolean closed;

  /** Opens what is to be held. */
  @FunctionalInterface
  interface Opener {
    GuardedHold open(Holdable what) throws GuardException;
  }

  /**
   * @param say never waits for anybody: a thaw comes before its news
   */
  Keeper(HoldFiles files, GuardLife life, Opener opener, Consumer<GuardMessage> say) {
    this.files = files;
    this.life = life;
    this.opener = opener;
    this.say = say;
  }

  /** The lease runs from here on, and before anything is frozen. */
  void begin(HoldNote note, long deadline) {
    KeptHold hold = new KeptHold(this, note, deadline);
    lock.lock();
    try {
      if (closed || holds.containsKey(note.token()) || over.containsKey(note.token())) {
        say(
            new GuardMessage.Refused(
                note.token(),
                GuardException.expected(
                        Failure.BAD_STATE, "a new hold for a guard that goes on", "it is not")
                    .fault()));
        return;
      }
      holds.put(note.token(), hold);
    } finally {
      lock.unlock();
    }
    try {
      new Thread(null, hold::keep, "hold-" + note.token(), STACK).start();
    } catch (OutOfMemoryError noThread) {
      over(note.token(), HoldEnd.NOT_HELD);
      say(
          new GuardMessage.Refused(
              note.token(),
              GuardException.expected(
                      Failure.WRITER_OUT_OF_RESOURCES,
                      "a thread for a hold",
                      noThread.getMessage() + "; nothing was frozen")
                  .fault()));
    }
  }

  /** Ends this hold and no other. */
  void end(HoldToken token) {
    lock.lock();
    try {
      KeptHold hold = holds.get(token);
      if (hold != null) {
        hold.release();
      } else {
        say(new GuardMessage.Ended(token, over.getOrDefault(token, HoldEnd.NOT_HELD)));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody is left to release them. */
  void endAll() {
    lock.lock();
    try {
      holds.values().forEach(KeptHold::forsake);
    } finally {
      lock.unlock();
    }
  }

  /** Ends all, begins none any more, and returns when nothing stands. */
  void close() {
    lock.lock();
    try {
      closed = true;
      endAll();
      while (!holds.isEmpty()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  HoldFiles files() {
    return files;
  }

  GuardLife life() {
    return life;
  }

  GuardedHold open(Holdable what) throws GuardException {
    return opener.open(what);
  }

  void say(GuardMessage message) {
    say.accept(message);
  }

  /** Refuses what cannot stand beside the others; from here on it is one of them. */
  void admit(GuardedHold hold) throws GuardException {
    lock.lock();
    try {
      var conflict = hold.conflict(List.copyOf(standing), List.copyOf(beginning));
      if (conflict.isPresent()) {
        throw conflict.get();
      }
      standing.add(hold);
      beginning.add(hold);
    } finally {
      lock.unlock();
    }
  }

  void begun(GuardedHold hold) {
    lock.lock();
    try {
      beginning.remove(hold);
    } finally {
      lock.unlock();
    }
  }

  void gone(GuardedHold hold) {
    lock.lock();
    try {
      standing.remove(hold);
      beginning.remove(hold);
    } finally {
      lock.unlock();
    }
  }

  /** The thread of a hold has done its work. */
  void over(HoldToken token, HoldEnd end) {
    lock.lock();
    try {
      holds.remove(token);
      over.put(token, end);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
