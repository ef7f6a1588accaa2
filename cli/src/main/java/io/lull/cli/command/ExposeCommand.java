package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.wire.api.Copies;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a copy at a directory of its host. */
@picocli.CommandLine.Command(
    name = "expose",
    description = {
      "Show a copy of a set at an empty directory of its host, for reading alone.",
      "",
      "It stays there until 'lull unexpose', or until its set is deleted; not beyond a start of the"
          + " machine.",
    })
public final class ExposeCommand extends Command {
  @Parameters(paramLabel = "SET", description = "The set.")
  private SetId set = new SetId("none");

  @Parameters(
      paramLabel = "PATH",
      description = "The directory, on the host where the copy lies, through no symbolic link.")
  private String path = "";

  @Option(
      names = "--copy",
      paramLabel = "HOST:/PATH",
      description = "Whose copy, by its volume; needed where the set has more than one.")
  private @Nullable Volume copy;

  public ExposeCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Api api = context.apiToLook();
    Volume volume =
        Optional.ofNullable(copy)
            .orElseGet(() -> Exposed.only(api.get("/v1/sets/" + set + "/copies", Copies.class)));
    Copies copies = Exposed.at(api, set, volume, place(api));
    context.screen().show(copies, () -> Exposed.lines(copies));
    return ExitCode.COMPLETED;
  }

  /** As it is typed here, unless the copy lies elsewhere. */
  private String place(Api api) {
    if (path.startsWith("/")) {
      return path;
    }
    if (!api.address().isHere()) {
      throw Trouble.usage(
          "expected an absolute path on the host of the copy, but got '" + path + "'", "");
    }
    return context.surroundings().directory().resolve(path).normalize().toString();
  }
}
