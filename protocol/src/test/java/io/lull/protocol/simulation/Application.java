package io.lull.protocol.simulation;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is physically true of one application: whether it stands still, by which hold.
 *
 * <p>Machines cannot change it; only handlers, releases and the guard do. Where a machine believes
 * something else than is written here, an invariant will say so.
 */
public final class Application {
  private final WriterId writer;
  private final boolean guarded;
  private final List<Hold> holds = new ArrayList<>();
  private final SortedMap<Key, Long> leases = new TreeMap<>();

  /** Who ended a hold. */
  public enum End {
    /** The host asked its owner to. */
    RELEASED,
    /** The guard did, because the lease was over. */
    LAPSED,
    /** The application died with its process. */
    DIED,
    /** By itself: a connection was cut, or somebody else thawed. */
    BROKEN
  }

  /** The number of a freeze call, which is used once in a life of the host. */
  public record Key(int life, long number) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byLife = Integer.compare(life, other.life);
      return byLife != 0 ? byLife : Long.compare(number, other.number);
    }
  }

  /** One hold, from the moment at which the application stood still. */
  public static final class Hold {
    private final SetId set;
    private final Key key;
    private final HoldToken token;
    private final long since;
    private final long limit;
    private Optional<End> end = Optional.empty();
    private long until = Long.MAX_VALUE;
    private long lastTried = Long.MIN_VALUE;

    private Hold(SetId set, Key key, HoldToken token, long since, long limit) {
      this.set = set;
      this.key = key;
      this.token = token;
      this.since = since;
      this.limit = limit;
    }

    public SetId set() {
      return set;
    }

    public HoldToken token() {
      return token;
    }

    public boolean stands() {
      return end.isEmpty();
    }

    public long since() {
      return since;
    }

    /** When the lease that the coordinator granted was or will be over. */
    public long limit() {
      return limit;
    }

    public Optional<End> end() {
      return end;
    }

    public long until() {
      return until;
    }

    /** When its owner was last asked to end it and could not. */
    public long lastTried() {
      return lastTried;
    }

    boolean is(Key other) {
      return key.equals(other);
    }

    public void tried(long now) {
      lastTried = now;
    }

    public void end(End how, long now) {
      if (stands()) {
        end = Optional.of(how);
        until = now;
      }
    }
  }

  public Application(WriterId writer, boolean guarded) {
    this.writer = writer;
    this.guarded = guarded;
  }

  public WriterId writer() {
    return writer;
  }

  /** Whether a guard ends its holds, or else the host's own process is all there is. */
  public boolean guarded() {
    return guarded;
  }

  public boolean isFrozen() {
    return !holds.isEmpty() && holds.getLast().stands();
  }

  public Optional<Hold> standing() {
    // The last one at most can stand: a second freeze is refused by whoever owns the first.
    return isFrozen() ? Optional.of(holds.getLast()) : Optional.empty();
  }

  public Optional<Hold> hold(HoldToken token) {
    return holds.stream().filter(hold -> hold.token().equals(token)).findFirst();
  }

  public List<Hold> holds() {
    return holds;
  }

  Optional<Hold> hold(Key key) {
    return holds.stream().filter(hold -> hold.is(key)).findFirst();
  }

  Optional<Hold> freeze(SetId set, Key key, long now, long limit, long bits) {
    return freeze(
        set,
        key,
        new HoldToken(HexFormat.of().toHexDigits(bits) + HexFormat.of().toHexDigits(~bits * 31)),
        now,
        limit);
  }

  /** Stands still from now on, unless it does already. */
  public Optional<Hold> freeze(SetId set, Key key, HoldToken token, long now, long limit) {
    if (isFrozen()) {
      return Optional.empty();
    }
    Hold hold = new Hold(set, key, token, now, limit);
    holds.add(hold);
    return Optional.of(hold);
  }

  /** The guard's own memory of when to end what comes of a freeze call. */
  public void arm(Key key, long at) {
    leases.put(key, at);
  }

  void disarm(Key key) {
    leases.remove(key);
  }

  /** Whether the guard has already given up what this call may bring. */
  boolean isPast(Key key, long now) {
    return leases.getOrDefault(key, Long.MAX_VALUE) <= now;
  }

  public void leaseOver(Key key, long now) {
    if (isPast(key, now)) {
      hold(key).ifPresent(hold -> hold.end(End.LAPSED, now));
    }
  }

  public void die(long now) {
    standing().ifPresent(hold -> hold.end(End.DIED, now));
  }
}
