package io.lull.cli.command;

import io.lull.cli.embedded.EmbeddedNode;
import io.lull.cli.frame.Screen;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.node.Address;
import io.lull.cli.node.Api;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.NoAnswer;
import java.time.Duration;
import java.util.Optional;

/** What a command works with, once the command line has been read. */
public final class Context implements AutoCloseable {
  /** How long one answer may take unless somebody said otherwise. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** How long a node may take to start, or to answer where another command has started it. */
  private static final Duration START = Duration.ofMinutes(2);

  private final Shared shared = new Shared();
  private final Surroundings surroundings;
  private Optional<EmbeddedNode> embedded = Optional.empty();

  public Context(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public Shared shared() {
    return shared;
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  public Screen screen() {
    return new Screen(surroundings, shared.format);
  }

  public Address address() {
    return Address.find(shared.named(), surroundings);
  }

  public Api api() {
    return new Api(address(), timeout(ANSWER));
  }

  /** The API for a command whose timeout is for what it waits for, and not for one answer. */
  public Api apiToWait() {
    return new Api(address(), ANSWER);
  }

  /**
   * The API of a node that can do a piece of work: the one that was named or is usually there, or
   * else one that is started for this command and ends with it.
   */
  public Api apiForWork() {
    boolean named = shared.node != null || surroundings.variable("LULL_NODE").isPresent();
    if (named || !EmbeddedNode.possible() || isThere(address())) {
      return api();
    }
    surroundings.err().println("lull: no node runs here; starting one for this command");
    surroundings.err().flush();
    EmbeddedNode node = EmbeddedNode.start(surroundings, Deadline.in(timeout(START)).atMost(START));
    embedded = Optional.of(node);
    return new Api(node.address(), timeout(ANSWER));
  }

  /** Whether anybody listens there, be it only to refuse us. */
  private static boolean isThere(Address address) {
    try {
      var _ = new Api(address, ANSWER).ask(Api.Request.of("GET", "/v1/node"), ANSWER);
      return true;
    } catch (NoAnswer none) {
      return none.asked();
    }
  }

  /** Ends what was started for the command. */
  @Override
  public void close() {
    embedded.ifPresent(EmbeddedNode::close);
  }

  public Duration timeout(Duration usual) {
    return Optional.ofNullable(shared.timeout).orElse(usual);
  }

  /** Colour is for people who look at it, and who have not said that they want none. */
  public boolean colour() {
    return surroundings.terminal().out()
        && !shared.noColour
        && surroundings.variable("NO_COLOR").isEmpty()
        && !surroundings.variable("TERM").equals(Optional.of("dumb"));
  }
}
