package io.lull.node.doctor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.lull.cluster.config.settings.Role;
import io.lull.node.SettingsFile;
import io.lull.node.tool.Output;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.HostId;
import io.lull.wire.Secrets;
import io.lull.wire.SettingsFiles;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the settings of a node without starting it, or shows what they come to. */
public final class ConfigTool {
  private ConfigTool() {}

  /**
   * What a node with these settings would be.
   *
   * @param file where they were read; nowhere if they are the defaults alone
   */
  record Checked(
      HostId host,
      Set<Role> roles,
      int writers,
      int providers,
      int instances,
      Optional<String> file) {}

  /**
   * All settings, in the order of their names.
   *
   * @param file where those were read that differ from the defaults; nowhere if none does
   */
  record Shown(List<Setting> settings, Optional<String> file) {}

  /**
   * One of them.
   *
   * @param value as it would stand in a file; not shown if it is a secret
   * @param from where it is said
   */
  record Setting(String key, String value, String from) {}

  /** {@code check [FILE]} or {@code show [FILE]}; ends with a number of {@link ExitCode}. */
  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, out, err).number());
  }

  static ExitCode run(String[] args, PrintStream out, PrintStream err) throws InterruptedException {
    return run(args, SettingsFiles.USUAL, out, err);
  }

  static ExitCode run(String[] args, Path usual, PrintStream out, PrintStream err)
      throws InterruptedException {
    return Output.run("config", args, out, err, output -> read(output, usual));
  }

  private static ExitCode read(Output output, Path usual) {
    List<String> words = output.arguments();
    String verb = words.isEmpty() ? "" : words.getFirst();
    if (!verb.equals("check") && !verb.equals("show")) {
      throw new IllegalArgumentException(
          "expected check or show, but got " + (verb.isEmpty() ? "neither" : "'" + verb + "'"));
    }
    SettingsFile file = SettingsFile.of(words.subList(1, words.size()), usual);
    Patient patient = Patient.of(file.read());
    if (verb.equals("show")) {
      show(output, patient, file);
    } else {
      check(output, patient, file);
    }
    return ExitCode.COMPLETED;
  }

  private static void show(Output output, Patient patient, SettingsFile file) {
    Shown shown = new Shown(settings(patient.config()), file.path().map(Path::toString));
    output.show(
        shown,
        lines -> {
          lines.println("# from " + file.told());
          shown
              .settings()
              .forEach(
                  one ->
                      lines.println("%s = %s  # %s".formatted(one.key(), one.value(), one.from())));
        });
  }

  private static void check(Output output, Patient patient, SettingsFile file) {
    Checked good =
        new Checked(
            patient.settings().host(),
            patient.settings().roles(),
            patient.host().map(host -> host.writers().size()).orElse(0),
            patient.host().map(host -> host.providers().size()).orElse(0),
            patient.host().map(host -> host.instances().size()).orElse(0),
            file.path().map(Path::toString));
    output.show(
        good,
        lines ->
            lines.println(
                "the settings are good: host %s, roles %s, writers %d, providers %d, instances %d; from %s"
                    .formatted(
                        good.host(),
                        good.roles(),
                        good.writers(),
                        good.providers(),
                        good.instances(),
                        file.told())));
  }

  /** Each setting, with where it is said; what is secret is not shown. */
  private static List<Setting> settings(Config all) {
    List<Setting> settings = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> setting :
        all.getConfig("lull").entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      String value =
          Secrets.isNameOfOne(setting.getKey())
              ? '"' + Secrets.INSTEAD + '"'
              // An address may have a password in it.
              : Secrets.NONE.outOf(setting.getValue().render(ConfigRenderOptions.concise()));
      settings.add(
          new Setting(
              "lull." + setting.getKey(), value, setting.getValue().origin().description()));
    }
    return settings;
  }
}
