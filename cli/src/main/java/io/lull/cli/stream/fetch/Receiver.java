package io.lull.cli.stream.fetch;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Address;
import io.lull.cli.node.Download;
import io.lull.cli.node.NoAnswer;
import io.lull.cli.node.Pause;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Fault;
import io.lull.wire.Wire;
import io.lull.wire.WireException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;

/**
 * Receives one file as frames, and goes on from the last whole block where a connection was cut or
 * a block arrived with other bytes than were sent.
 */
final class Receiver {
  private static final int END = 0;
  private static final int FAILURE = -1;
  private static final int FAULT_MAX = 1 << 16;
  private static final int SHA256 = 32;

  /** How often it is tried again without a block that is new. */
  private static final int TRIES = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Address address;
  private final String what;
  private final long size;
  private final Hooks hooks;
  private long offset;
  private int tries;

  /**
   * What the receiver says and asks while it receives.
   *
   * @param passed how many bytes have come, each time that it is more
   * @param note what is worth knowing
   * @param check throws when nobody wants the file any more
   */
  record Hooks(LongConsumer passed, Consumer<String> note, Runnable check, RateLimit limit) {}

  /**
   * A receiver of a file.
   *
   * @param what how people call it
   */
  Receiver(Address address, String what, long size, Hooks hooks) {
    this.address = address;
    this.what = what;
    this.size = size;
    this.hooks = hooks;
  }

  /** Passes all blocks on, and returns the SHA-256 that the host has of the file. */
  byte[] run(Flow flow) throws IOException {
    while (true) {
      hooks.check().run();
      long before = offset;
      String why;
      boolean cut = true;
      try (Download opened = Download.open(address, "/v1/data?offset=" + offset, PATIENCE)) {
        return frames(new DataInputStream(opened.in()), flow);
      } catch (Damaged damaged) {
        why = String.valueOf(damaged.getMessage());
        cut = damaged.cut;
      } catch (NoAnswer none) {
        why = String.valueOf(none.getMessage());
      }
      hooks.check().run();
      tries = offset > before ? 1 : tries + 1;
      if (tries == TRIES) {
        throw Trouble.of(
            ExitCode.FAILED,
            why + ", and that " + TRIES + " times in a row",
            "Look at the network to the host and at its log");
      }
      hooks.note().accept(why + "; going on from byte " + offset);
      if (cut) {
        Pause.of(PAUSE.multipliedBy(1L << tries));
      }
    }
  }

  /** Something did not arrive as it was sent. */
  private static final class Damaged extends Exception {
    /** Whether the connection is gone too, so that another one may need some time. */
    private final boolean cut;

    Damaged(String what, boolean cut) {
      super(what, null, false, false);
      this.cut = cut;
    }
  }

  private byte[] frames(DataInputStream in, Flow flow) throws Damaged, IOException {
    while (true) {
      int length = head(in);
      switch (length) {
        case END -> {
          return end(in);
        }
        case FAILURE -> throw Trouble.of(fault(in));
        default -> block(in, length, flow);
      }
    }
  }

  private void block(DataInputStream in, int length, Flow flow) throws Damaged, IOException {
    long expected = Math.min(Block.SIZE, size - offset);
    if (length != expected) {
      throw new Damaged(
          "expected a block of "
              + expected
              + " bytes at byte "
              + offset
              + " of "
              + what
              + ", but got one of "
              + length,
          false);
    }
    hooks.limit().await(length, hooks.check());
    Block block = flow.free();
    boolean passed = false;
    try {
      int sum = fill(in, block, length);
      CRC32C crc = new CRC32C();
      crc.update(block.bytes(), 0, length);
      if ((int) crc.getValue() != sum) {
        throw new Damaged(
            "expected the block at byte "
                + offset
                + " of "
                + what
                + " as it was sent, but its sum is another one",
            false);
      }
      block.filled(length, sum);
      flow.pass(block);
      passed = true;
    } finally {
      if (!passed) {
        flow.back(block);
      }
    }
    offset += length;
    hooks.passed().accept(offset);
  }

  // What goes wrong with the network can be tried again; what goes wrong with the disk cannot.

  private int head(DataInputStream in) throws Damaged {
    try {
      return in.readInt();
    } catch (IOException | RuntimeException cut) {
      throw cut(cut);
    }
  }

  private int fill(DataInputStream in, Block block, int length) throws Damaged {
    try {
      int sum = in.readInt();
      in.readFully(block.bytes(), 0, length);
      return sum;
    } catch (IOException | RuntimeException cut) {
      throw cut(cut);
    }
  }

  private byte[] end(DataInputStream in) throws Damaged {
    if (offset != size) {
      throw new Damaged(
          "expected all " + size + " bytes of " + what + ", but it ends after " + offset, false);
    }
    try {
      byte[] sha256 = new byte[SHA256];
      in.readFully(sha256);
      return sha256;
    } catch (IOException | RuntimeException cut) {
      throw cut(cut);
    }
  }

  private Fault fault(DataInputStream in) throws Damaged {
    try {
      int length = in.readInt();
      if (length < 0 || length > FAULT_MAX) {
        throw new Damaged("expected a failure of " + what + ", but it has no sane length", false);
      }
      byte[] json = new byte[length];
      in.readFully(json);
      return Wire.json().read(json, Fault.class);
    } catch (WireException unreadable) {
      throw Trouble.of(
          ExitCode.FAILED, "expected the host to say why " + what + " fails", unreadable);
    } catch (IOException cut) {
      throw cut(cut);
    }
  }

  private Damaged cut(Exception why) {
    // A connection of the JDK that another thread ends may fail in any way in this one.
    return new Damaged(
        "expected all of "
            + what
            + ", but the connection "
            + (why instanceof EOFException ? "ended" : "was cut")
            + " at byte "
            + offset,
        true);
  }
}
