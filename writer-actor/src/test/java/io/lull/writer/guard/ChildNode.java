package io.lull.writer.guard;

import io.lull.kernel.command.CommandLine;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.SetId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A node in a process of its own, so that it can be killed: has what it is told held by its guard.
 *
 * <p>Its words are {@code begin}, {@code end}, {@code time} and {@code close}.
 */
final class ChildNode {
  /** How the names of files end that say what is to be held. */
  static final String SAID = ".hold";

  private ChildNode() {}

  public static void main(String[] arguments) throws Exception {
    Path runDirectory = Path.of(arguments[0]);
    Duration lease = Duration.ofMillis(Long.parseLong(arguments[2]));
    Duration silence = Duration.ofMillis(Long.parseLong(arguments[3]));
    HoldToken token = new HoldToken(arguments[4]);
    Holdable what = what(arguments[1], token, lease);
    Guard guard = Guard.start(new GuardSettings(runDirectory, Duration.ofMillis(100), silence));
    say("guard " + guard.life().pid() + " " + guard.life().started() + " " + guard.locked());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String word = in.readLine(); word != null; word = in.readLine()) {
      switch (word) {
        case "begin" -> {
          say("asked " + System.nanoTime());
          try {
            guard.begin(new HoldNote(token, new SetId("set"), Scene.WRITER, what), lease);
            say("began");
          } catch (GuardException refused) {
            say("refused " + refused.fault());
          }
        }
        case "time" -> say("time " + System.currentTimeMillis());
        case "end" -> say("ended " + guard.end(token));
        default -> {
          guard.close();
          say("closed");
        }
      }
    }
  }

  /**
   * A file system by its mount, a database, a program that knows how to freeze and to thaw, or
   * anything by what a hold file would say of it.
   */
  private static Holdable what(String path, HoldToken token, Duration lease) throws Exception {
    if (path.endsWith(SAID)) {
      return Holdable.of(Lines.parse(Files.readString(Path.of(path))));
    }
    if (Files.isDirectory(Path.of(path))) {
      return FileSystem.identify(path);
    }
    if (!Files.isExecutable(Path.of(path))) {
      return Databases.identify(List.of(path));
    }
    Hooks.rehearse();
    CommandLine line = new CommandLine(List.of(path));
    Hook hook =
        new Hook(
            Hook.Call.identify(line.with(List.of("freeze"))),
            Optional.of(Hook.Call.identify(line.with(List.of("thaw")))));
    return Hooks.of(
        Scene.WRITER, new SetId("set"), token, lease, List.of(hook), Duration.ofSeconds(3));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
