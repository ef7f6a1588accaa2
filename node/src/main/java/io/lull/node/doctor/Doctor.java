package io.lull.node.doctor;

import com.typesafe.config.Config;
import io.lull.cluster.config.settings.SettingsException;
import io.lull.node.SettingsFile;
import io.lull.node.doctor.Finding.Level;
import io.lull.node.tool.Output;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.SettingsFiles;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with a machine and its settings, and what to do, before a backup finds it. */
public final class Doctor {
  private final List<Check> checks;

  Doctor(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /** All that is looked at. */
  static Doctor complete() {
    return new Doctor(
        List.of(
            new MachineCheck(),
            new PlaceCheck(),
            new PortCheck(),
            new TlsCheck(InstantSource.system()),
            new JournalCheck(),
            new ApplicationCheck()));
  }

  /**
   * Its one argument names the file with the settings, or means the usual one; {@code -o} says how
   * to tell.
   */
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    // What an application that hangs was asked is not waited for.
    Runtime.getRuntime().halt(run(args, out, err).number());
  }

  static ExitCode run(String[] args, PrintStream out, PrintStream err) throws InterruptedException {
    return run(args, SettingsFiles.USUAL, out, err);
  }

  static ExitCode run(String[] args, Path usual, PrintStream out, PrintStream err)
      throws InterruptedException {
    return Output.run("doctor", args, out, err, output -> look(output, usual));
  }

  private static ExitCode look(Output output, Path usual) {
    SettingsFile file = SettingsFile.of(output.arguments(), usual);
    List<Finding> found = new ArrayList<>(List.of(read(file)));
    found.addAll(complete().examine(file.read()));
    Examination all = Examination.of(found);
    output.show(all, lines -> say(lines, all));
    return all.faults() == 0 ? ExitCode.COMPLETED : ExitCode.FAILED;
  }

  /** What is found is worth as much as the settings that it is about. */
  private static Finding read(SettingsFile file) {
    return file.path().isPresent()
        ? Finding.good("settings", "from " + file.told())
        : Finding.warning("settings", file.told(), "name the file of the node: lull doctor FILE");
  }

  /** All that was found. */
  record Examination(long faults, List<Finding> findings) {
    static Examination of(List<Finding> found) {
      return new Examination(
          found.stream().filter(finding -> finding.level() == Level.FAULT).count(), found);
    }
  }

  List<Finding> examine(Config own) {
    Patient patient;
    try {
      patient = Patient.of(own);
    } catch (SettingsException bad) {
      return bad.problems().stream()
          .map(problem -> Finding.fault("settings", problem, "correct it; lull config check"))
          .toList();
    }
    List<Finding> found = new ArrayList<>();
    for (Check check : checks) {
      try {
        found.addAll(check.look(patient));
      } catch (Exception failed) {
        found.add(
            Finding.warning(
                check.getClass().getSimpleName(),
                "expected to look, but could not: " + failed,
                "look at it by hand"));
      }
    }
    return found;
  }

  private static void say(PrintStream out, Examination all) {
    for (Finding finding : all.findings()) {
      out.println(
          "%-8s %s: %s"
              .formatted(
                  switch (finding.level()) {
                    case GOOD -> "ok";
                    case WARNING -> "warning";
                    case FAULT -> "FAULT";
                  },
                  finding.about(),
                  finding.fact()));
      if (!finding.remedy().isEmpty()) {
        out.println("         → " + finding.remedy());
      }
    }
    out.println();
    out.println(
        all.faults() == 0
            ? "nothing is wrong that could be seen"
            : "faults to mend: %d".formatted(all.faults()));
  }
}
