package io.lull.node.doctor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.lull.node.SettingsFile;
import io.lull.protocol.failure.ExitCode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks the settings of a node without starting it, or shows what they come to. */
public final class ConfigTool {
  /** What is never shown; a file that has it may be. */
  private static final Pattern SECRET =
      Pattern.compile(".*(password|secret|token|passphrase|webhook)\"?", Pattern.CASE_INSENSITIVE);

  private ConfigTool() {}

  /** {@code check [FILE]} or {@code show [FILE]}; ends with a number of {@link ExitCode}. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(args, out).number());
  }

  static ExitCode run(String[] args, PrintStream out) {
    String verb = args.length == 0 ? "" : args[0];
    if (!verb.equals("check") && !verb.equals("show")) {
      out.println("lull config: expected check or show; usage: lull config check|show [FILE]");
      return ExitCode.USAGE;
    }
    try {
      Config own = SettingsFile.read(Arrays.copyOfRange(args, 1, args.length));
      Patient patient = Patient.of(own);
      if (verb.equals("show")) {
        show(patient.config(), out);
      } else {
        int writers = patient.host().map(host -> host.writers().size()).orElse(0);
        int providers = patient.host().map(host -> host.providers().size()).orElse(0);
        out.println(
            "the settings are good: host %s, roles %s, writers %d, providers %d"
                .formatted(
                    patient.settings().host(), patient.settings().roles(), writers, providers));
      }
      return ExitCode.COMPLETED;
    } catch (IllegalArgumentException bad) {
      out.println("lull config: " + bad.getMessage());
      return ExitCode.USAGE;
    }
  }

  /** One setting a line, with where it is said; what is secret is not shown. */
  private static void show(Config all, PrintStream out) {
    for (Map.Entry<String, ConfigValue> setting :
        all.getConfig("lull").entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      String value =
          SECRET.matcher(setting.getKey()).matches()
              ? "\"(not shown)\""
              : setting.getValue().render(ConfigRenderOptions.concise());
      out.println(
          "lull.%s = %s  # %s"
              .formatted(setting.getKey(), value, setting.getValue().origin().description()));
    }
  }
}
