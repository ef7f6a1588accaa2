package io.lull.cli.command;

import io.lull.protocol.failure.ExitCode;
import java.util.List;
import java.util.Optional;

/** Says which program this is. */
@picocli.CommandLine.Command(name = "version", description = "Print the version of this program.")
public final class VersionCommand extends Command {
  public VersionCommand(Context context) {
    super(context);
  }

  /** The program and what it runs on. */
  public record Version(String version, String java) {
    /** As the jar says it; classes that were never packed have no number. */
    public static Version here() {
      return new Version(
          Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
              .orElse("development"),
          Runtime.version().toString());
    }

    public String line() {
      return "lull " + version + " (Java " + java + ")";
    }
  }

  @Override
  protected ExitCode run() {
    Version version = Version.here();
    context.screen().show(version, () -> List.of(version.line()));
    return ExitCode.COMPLETED;
  }
}
