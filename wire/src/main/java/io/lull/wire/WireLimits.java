package io.lull.wire;

/**
 * What a message may measure, in reading as in writing: what nobody would read is not written.
 *
 * <p>They bound what a stranger can make this process hold, and are far from what honest messages
 * need, so they are constants and not settings.
 */
public final class WireLimits {
  /** A plan for ten thousand volumes takes a fifth of it. */
  public static final int MESSAGE_BYTES = 16 << 20;

  /** The longest text that the protocol knows is a path of 4096 characters behind two names. */
  public static final int TEXT_CHARS = 64 << 10;

  /** Names of fields are short, but the keys of a map may be paths. */
  public static final int KEY_CHARS = 8 << 10;

  /** Messages are about ten deep; whoever reads one may use the stack for it. */
  public static final int DEPTH = 64;

  /** How many elements one collection may have. */
  public static final int ELEMENTS = 100_000;

  /** How many values one message may have: an empty one takes a byte there and sixty here. */
  public static final int VALUES = 1_000_000;

  /** How many events a log file may have; a session makes hundreds. */
  public static final int LOG_EVENTS = 1_000_000;

  /** What a log file may measure, since all of it is read before any of it is handed out. */
  public static final long LOG_BYTES = 256L << 20;

  private WireLimits() {}

  static WireException exceeded(String what, long limit) {
    return WireException.tooLarge(what + " of at most " + limit, "it is larger");
  }
}
