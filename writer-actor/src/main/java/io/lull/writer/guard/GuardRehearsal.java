package io.lull.writer.guard;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Holds and lets go in every way in which that can happen, on the run directory, which cannot be
 * frozen: the calls are made and refused.
 *
 * <p>When something stands still, that may be the disk with the program on it: whatever ends a hold
 * has to be in memory by then, and a class is read when it is first used.
 */
final class GuardRehearsal {
  static final SetId SET = new SetId("rehearsal");
  static final WriterId WRITER = new WriterId(new HostId("rehearsal"), "rehearsal");
  private static final int ROUNDS = 3;

  private final FileSystem what;
  private final BlockingQueue<GuardMessage> news = new LinkedBlockingQueue<>();
  private long number;

  private GuardRehearsal(FileSystem what) {
    this.what = what;
  }

  /** Waits until all has been gone through; called before the memory is locked. */
  static void play(HoldFiles files, GuardLife life, Admission admission) throws GuardException {
    GuardRehearsal rehearsal =
        new GuardRehearsal(FileSystem.identify(files.directory().toString()));
    try {
      for (int round = 0; round < ROUNDS; round++) {
        rehearsal.round(files, life, admission);
      }
      DatabaseRehearsal.play(files.directory(), life, admission, ROUNDS);
      speak(rehearsal.what, life);
      Hooks.rehearse();
    } catch (IOException failed) {
      throw GuardException.expected(
          Failure.WRITER_INFRASTRUCTURE, "to rehearse a hold", failed.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(HoldFiles files, GuardLife life, Admission admission)
      throws GuardException, InterruptedException {
    Keeper keeper = new Keeper(files, life, _ -> dry(), news::add);
    long far = System.nanoTime() + Duration.ofDays(1).toNanos();
    HoldToken released = begin(keeper, far);
    var _ = news.take();
    keeper.end(released);
    var _ = news.take();
    keeper.end(released);
    var _ = news.take();
    // By its lease; before it began; and by the loss of the node.
    begin(keeper, System.nanoTime() + Duration.ofMillis(2).toNanos());
    begin(keeper, System.nanoTime());
    begin(keeper, far);
    keeper.endAll();
    keeper.close();
    Keeper refusing = new Keeper(files, life, file -> file.open(admission), news::add);
    begin(refusing, far);
    refusing.close();
  }

  private HoldToken begin(Keeper keeper, long deadline) {
    HoldToken token = new HoldToken("%032x".formatted(++number));
    keeper.begin(new HoldNote(token, SET, WRITER, what), deadline);
    return token;
  }

  private GuardedHold dry() throws GuardException {
    Descriptor root = what.reopen();
    return new Dry(new FileSystemHold(what, root), root);
  }

  private static void speak(FileSystem what, GuardLife life) throws IOException {
    HoldToken token = new HoldToken("0".repeat(32));
    HoldNote note = new HoldNote(token, SET, WRITER, what);
    for (NodeMessage message :
        List.of(
            new NodeMessage.Beat(1), new NodeMessage.Begin(note, 1), new NodeMessage.End(token))) {
      var _ = Frames.readNode(new ByteArrayInputStream(Frames.of(message)));
    }
    Fault fault = Fault.of(Failure.HOLD_LAPSED, "rehearsed");
    for (GuardMessage message :
        List.of(
            new GuardMessage.Ready(life, 1, true),
            new GuardMessage.Beat(1),
            new GuardMessage.Began(token),
            new GuardMessage.Refused(token, fault),
            new GuardMessage.Ended(token, HoldEnd.HELD))) {
      var _ = Frames.readGuard(new ByteArrayInputStream(Frames.of(message)));
    }
  }

  /** Makes the calls of a real hold, and stands although the kernel refuses them. */
  private record Dry(FileSystemHold real, Descriptor root) implements GuardedHold {
    @Override
    public Optional<GuardException> conflict(
        Collection<GuardedHold> standing, Collection<GuardedHold> begun) {
      var _ = real.conflict(standing, begun);
      return Optional.empty();
    }

    @Override
    public void begin(BooleanSupplier wanted) {
      try {
        real.begin(wanted);
      } catch (GuardException asExpected) {
        // Nothing in memory can be frozen.
      }
    }

    @Override
    public boolean end() {
      try {
        return Freezing.thaw(root) || real.end();
      } catch (SystemCallException | GuardException asExpected) {
        return true;
      }
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
