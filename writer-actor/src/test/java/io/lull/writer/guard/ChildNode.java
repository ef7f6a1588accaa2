package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.SetId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A node in a process of its own, so that it can be killed: has what it is told held by its guard.
 *
 * <p>Its words are {@code begin}, {@code end}, {@code time} and {@code close}.
 */
final class ChildNode {
  private ChildNode() {}

  public static void main(String[] arguments) throws Exception {
    Path runDirectory = Path.of(arguments[0]);
    Duration lease = Duration.ofMillis(Long.parseLong(arguments[2]));
    Duration silence = Duration.ofMillis(Long.parseLong(arguments[3]));
    Holdable what =
        Files.isDirectory(Path.of(arguments[1]))
            ? FileSystem.identify(arguments[1])
            : Databases.identify(List.of(arguments[1]));
    HoldToken token = new HoldToken(arguments[4]);
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

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
