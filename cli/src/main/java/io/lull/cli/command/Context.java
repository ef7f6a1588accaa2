package io.lull.cli.command;

import io.lull.cli.frame.Screen;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.node.Address;
import io.lull.cli.node.Api;
import java.time.Duration;
import java.util.Optional;

/** What a command works with, once the command line has been read. */
public final class Context {
  /** How long one answer may take unless somebody said otherwise. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Shared shared = new Shared();
  private final Surroundings surroundings;

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
    return Address.find(
        Optional.ofNullable(shared.node), Optional.ofNullable(shared.tokenFile), surroundings);
  }

  public Api api() {
    return new Api(address(), timeout(ANSWER));
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
