package io.lull.writer.database;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.WriterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a test calls a writer, as the host does. */
public final class Calls {
  public static final WriterId WRITER = new WriterId(new HostId("h1"), "db");

  private static final AtomicInteger SETS = new AtomicInteger();

  private Calls() {}

  /** A set that no other call is for. */
  public static HandlerContext set(Duration limit) {
    int number = SETS.incrementAndGet();
    return new HandlerContext(
        new SessionId("session-" + number), new SetId("set-" + number), false, limit);
  }

  public static Lease lease(Duration granted) {
    long until = System.nanoTime() + granted.toNanos();
    HoldToken token = new HoldToken(String.format("%032x", SETS.incrementAndGet()));
    return new Lease() {
      @Override
      public HoldToken token() {
        return token;
      }

      @Override
      public Duration granted() {
        return granted;
      }

      @Override
      public Duration remaining() {
        return Duration.ofNanos(Math.max(0, until - System.nanoTime()));
      }
    };
  }

  public static Set<Volume> volumes(Path... paths) {
    return Stream.of(paths)
        .map(path -> new Volume(WRITER.host(), path.toString()))
        .collect(Collectors.toSet());
  }

  public static Copies copies(Map<Path, Path> copies) {
    return volume -> Optional.ofNullable(copies.get(Path.of(volume.path())));
  }

  /** What a call failed with. */
  public static WriterException refused(Callable<?> call) {
    try {
      call.call();
    } catch (WriterException e) {
      return e;
    } catch (Exception e) {
      throw new AssertionError("expected a failure of the catalogue, but got " + e, e);
    }
    throw new AssertionError("expected a failure, but there was none");
  }

  public static Failure failure(Callable<?> call) {
    return refused(call).fault().failure();
  }

  /** Waits until something is so; whatever stops it from being so is what the test looks for. */
  public static void await(Callable<Boolean> so) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    while (!so.call()) {
      if (never.await(20, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }
}
