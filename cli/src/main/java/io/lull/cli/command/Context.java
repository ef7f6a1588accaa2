package io.lull.cli.command;

import io.lull.cli.embedded.EmbeddedNode;
import io.lull.cli.frame.Screen;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Address;
import io.lull.cli.node.Api;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.NoAnswer;
import io.lull.protocol.failure.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private Optional<Address> address = Optional.empty();
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

  /** The node that was named or is usually there, whether it runs or not. */
  public Address address() {
    Address known = address.orElseGet(() -> Address.find(shared.named(), surroundings));
    address = Optional.of(known);
    return known;
  }

  /** The API of a node that runs by itself. */
  public Api api() {
    return new Api(reached(Need.RUNNING, START), timeout(ANSWER));
  }

  /**
   * The API for what looks at or ends what a journal has: where no node runs, that of the commands
   * that have started their own is as good, and one is started for it.
   */
  public Api apiToLook() {
    return new Api(reached(Need.JOURNAL, timeout(START)), timeout(ANSWER));
  }

  /** The same for a command whose timeout is for what it waits for, and not for one answer. */
  public Api apiToWait() {
    return new Api(reached(Need.JOURNAL, START), ANSWER);
  }

  /**
   * The API of a node that can do a piece of work: the one that was named or is usually there, or
   * else one that is started for this command and ends with it.
   */
  public Api apiForWork() {
    return new Api(reached(Need.WORK, timeout(START)), timeout(ANSWER));
  }

  private Address reached(Need need, Duration patience) {
    if (embedded.isPresent()) {
      return embedded.get().address();
    }
    boolean named = shared.node != null || surroundings.variable("LULL_NODE").isPresent();
    if (named || need == Need.RUNNING || !EmbeddedNode.possible()) {
      return address();
    }
    Optional<NoAnswer> silence = silence(address());
    Path journal = EmbeddedNode.journal(surroundings);
    return switch (need.whom(silence.isEmpty(), Files.exists(journal))) {
      case THE_USUAL -> address();
      case ITS_OWN -> started(need, silence, journal, Deadline.in(patience).atMost(START));
      case NOBODY -> throw nobody(silence, journal);
    };
  }

  /** Why nobody answers there who can be the node. */
  private static Optional<NoAnswer> silence(Address address) {
    try {
      new Api(address, ANSWER).reach();
      return Optional.empty();
    } catch (NoAnswer none) {
      return none.asked() ? Optional.empty() : Optional.of(none);
    }
  }

  private Address started(Need need, Optional<NoAnswer> silence, Path journal, Duration patience) {
    silence.filter(none -> !none.believed()).ifPresent(none -> say(none.what()));
    if (need == Need.WORK) {
      say("no node runs here; starting one for this command");
    } else if (surroundings.terminal().err()) {
      say("no node runs here; starting one to look into " + journal);
    }
    EmbeddedNode node = EmbeddedNode.start(surroundings, patience);
    embedded = Optional.of(node);
    return node.address();
  }

  private void say(String what) {
    surroundings.err().println("lull: " + what);
    surroundings.err().flush();
  }

  private static Trouble nobody(Optional<NoAnswer> silence, Path journal) {
    return silence
        .filter(none -> !none.believed())
        .map(NoAnswer::trouble)
        .orElseGet(
            () ->
                Trouble.of(
                    ExitCode.UNREACHABLE,
                    "expected a node at "
                        + Address.DEFAULT
                        + " or a journal in "
                        + journal
                        + ", but there is neither",
                    "Start a node, name one by --node or LULL_NODE, or make a set by 'lull backup"
                        + " PATH'"));
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
