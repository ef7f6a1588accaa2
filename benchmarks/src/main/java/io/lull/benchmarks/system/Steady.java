package io.lull.benchmarks.system;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whether anybody is given up who should not be: by a busy machine, or after a short pause. */
final class Steady {
  private Steady() {}

  static void main(Options options) throws Exception {
    int seconds = options.number("seconds", 1800);
    int pauses = options.number("pauses", 5);
    int pauseMillis = options.number("pause-ms", 3000);
    Report report =
        new Report("Nobody downed wrongly, " + options.text("profile", "shipped") + " settings");
    Path directory = Nodes.directory("steady");
    try (Trio trio = new Trio(directory, FailOver.profile(options))) {
      Membership membership = Membership.of(trio.node().system());
      if (pauses > 0) {
        long begun = System.nanoTime();
        for (int i = 0; i < pauses; i++) {
          String host = Trio.HOSTS.get(i % 2);
          trio.signal(host, "STOP");
          TimeUnit.MILLISECONDS.sleep(pauseMillis);
          trio.signal(host, "CONT");
          TimeUnit.SECONDS.sleep(15);
        }
        say(report, "%d pauses of %d ms".formatted(pauses, pauseMillis), membership, begun);
      }
      if (seconds > 0) {
        long begun = System.nanoTime();
        int ended =
            new ProcessBuilder(
                    List.of("stress-ng", "--cpu", "2", "--timeout", seconds + "s", "--quiet"))
                .inheritIO()
                .start()
                .waitFor();
        say(report, seconds + " s of stress-ng, exit " + ended, membership, begun);
      }
    }
    report.end();
  }

  private static void say(Report report, String what, Membership membership, long begun) {
    report.say(
        "%-40s unreachable %d times, downed %d, removed %d; promised 0 downed",
        what,
        membership.since(Membership.What.UNREACHABLE, begun).size(),
        membership.since(Membership.What.DOWNED, begun).size(),
        membership.since(Membership.What.REMOVED, begun).size());
  }
}
