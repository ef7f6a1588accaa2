package io.lull.cli.stream.fetch;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Address;
import io.lull.cli.stream.fetch.Flow.Feed;
import io.lull.cli.stream.fetch.Receiver.Hooks;
import io.lull.cli.stream.store.Archive;
import io.lull.cli.stream.store.AtRest;
import io.lull.cli.stream.store.Disk;
import io.lull.cli.stream.store.Sha256;
import io.lull.cli.stream.store.Storing;
import io.lull.cli.stream.store.Unfinished;
import io.lull.cli.stream.tar.MalformedTarException;
import io.lull.cli.stream.tar.Scan;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.stream.StreamFile;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Takes files of a stream over, one after the other; network, digest and disk at the same time. */
public final class Fetch {
  private final Unfinished backup;
  private final AtRest rest;
  private final RateLimit limit;
  private final Consumer<String> note;
  private final Runnable check;

  /**
   * A way into a backup.
   *
   * @param note told what is worth knowing
   * @param check throws when nobody wants the backup any more
   */
  public Fetch(
      Unfinished backup, AtRest rest, RateLimit limit, Consumer<String> note, Runnable check) {
    this.backup = backup;
    this.rest = rest;
    this.limit = limit;
    this.note = note;
    this.check = check;
  }

  /**
   * One file as it is stored now.
   *
   * @param scan what it says about itself
   */
  public record Fetched(Archive archive, Scan scan) {}

  /**
   * Takes one file over; it is on the disk when this returns.
   *
   * @param passed told how many bytes have come
   */
  public Fetched file(Address address, StreamFile file, long size, LongConsumer passed) {
    try (Storing storing = Storing.begin(backup, file, rest)) {
      MessageDigest digest = Sha256.begin();
      Scanning scanning = new Scanning(size);
      Receiver receiving =
          new Receiver(address, file.toString(), size, new Hooks(passed, note, check, limit));
      byte[] told;
      try (Flow flow =
          new Flow(
              List.of(feed -> digest(feed, digest), feed -> store(feed, storing), scanning),
              check)) {
        told = flow.from(() -> receiving.run(flow));
        flow.finish();
      }
      byte[] found = digest.digest();
      if (!MessageDigest.isEqual(told, found)) {
        throw Trouble.of(
            ExitCode.FAILED,
            "expected "
                + file
                + " with the SHA-256 "
                + HexFormat.of().formatHex(told)
                + ", but got "
                + HexFormat.of().formatHex(found),
            "Every block had its sum, so look at the memory of both machines");
      }
      return new Fetched(storing.archive(size, found), scanning.scan.orElseThrow());
    } catch (MalformedTarException none) {
      throw Trouble.of(ExitCode.FAILED, file + ": " + none.getMessage(), "");
    } catch (IOException failed) {
      throw Disk.trouble("to store " + file + " in " + backup.directory(), failed);
    }
  }

  private static void digest(Feed feed, MessageDigest digest) throws IOException {
    for (Optional<Block> next = feed.next(); next.isPresent(); next = feed.next()) {
      Block block = next.get();
      digest.update(block.bytes(), 0, block.length());
      feed.done(block);
    }
  }

  private static void store(Feed feed, Storing storing) throws IOException {
    for (Optional<Block> next = feed.next(); next.isPresent(); next = feed.next()) {
      Block block = next.get();
      storing.block(block.bytes(), block.length(), block.sum());
      feed.done(block);
    }
    storing.end();
  }

  /** Whether it can be restored, and what its source says of it. */
  private static final class Scanning implements Flow.Work {
    private final long size;
    private Optional<Scan> scan = Optional.empty();

    Scanning(long size) {
      this.size = size;
    }

    @Override
    public void on(Feed feed) throws IOException {
      InputStream in = new FeedStream(feed);
      scan = Optional.of(Scan.of(in, size));
    }
  }
}
