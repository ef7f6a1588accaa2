package io.lull.provider.exec;

import io.lull.kernel.command.CommandLine;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.provider.ProviderKind;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderFactory;
import io.lull.provider.tool.ClassSetting;
import io.lull.provider.tool.ToolProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes exec providers.
 *
 * <pre>
 *   check      called with the path of a volume; status 0 if it can be copied
 *   create     called with the path; makes the copy and prints the path of it
 *   ready      called with the path after the window, if create makes the cut only; may print it too
 *   finish     called with the path and the path of the copy, when nobody writes to the copy any more
 *   delete     called with the path and the path of the copy
 *   directory  where it is kept which copies there are
 *   shell      true if the commands are lines for a shell
 *   atomic     true if a copy is of one instant
 *   copies-frozen  true if create also works while the volume's file system is frozen
 *   class      hardware, software or system; software if nothing is said
 * </pre>
 */
public final class ExecProviderFactory implements ProviderFactory {
  @Override
  public String kind() {
    return "exec";
  }

  @Override
  public Set<String> settings() {
    return Set.of(
        "check",
        "create",
        "ready",
        "finish",
        "delete",
        "directory",
        "shell",
        "atomic",
        "copies-frozen",
        "class");
  }

  @Override
  public Provider create(ProviderId id, Map<String, String> settings) {
    Function<String, CommandLine> form =
        isTrue(settings, "shell") ? CommandLine::ofShell : CommandLine::parse;
    Path directory = Path.of(needed(settings, "directory"));
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException(
          "expected 'directory' as an absolute path, but got '" + directory + "'");
    }
    ExecCommands commands =
        new ExecCommands(
            command(settings, "check", form),
            command(settings, "create", form),
            optional(settings, "ready", form),
            optional(settings, "finish", form),
            command(settings, "delete", form));
    ProviderKind kind = ClassSetting.parse(settings.getOrDefault("class", "software"));
    ExecTool tool =
        new ExecTool(
            id, kind, isTrue(settings, "atomic"), isTrue(settings, "copies-frozen"), commands);
    return new ToolProvider(id.host(), tool, directory);
  }

  private static CommandLine command(
      Map<String, String> settings, String name, Function<String, CommandLine> form) {
    needed(settings, name);
    return optional(settings, name, form).orElseThrow();
  }

  private static Optional<CommandLine> optional(
      Map<String, String> settings, String name, Function<String, CommandLine> form) {
    try {
      return Optional.ofNullable(settings.get(name)).map(form);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(name + ": " + wrong.getMessage(), wrong);
    }
  }

  private static String needed(Map<String, String> settings, String name) {
    String value = settings.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("expected the setting '" + name + "'");
    }
    return value;
  }

  private static boolean isTrue(Map<String, String> settings, String name) {
    String value = settings.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(
          "expected '" + name + "' to be true or false, but got '" + value + "'");
    }
    return value.equals("true");
  }
}
