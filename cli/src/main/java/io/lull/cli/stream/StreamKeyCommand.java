package io.lull.cli.stream;

import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.stream.store.Key;
import io.lull.protocol.failure.ExitCode;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Makes a key. */
@picocli.CommandLine.Command(
    name = "key",
    description = {
      "Make a key for --encryption-key-file, as age-keygen does, in a new file that only you can"
          + " read.",
      "Keep it apart from the backups: without it nobody can read them. The line with the public"
          + " key, in a file of its own, is enough to encrypt."
    })
final class StreamKeyCommand extends Command {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the key goes; nothing is written over.")
  private Path out = Path.of("");

  StreamKeyCommand(Context context) {
    super(context);
  }

  /** The part that may be shown. */
  record Made(String file, String publicKey) {}

  @Override
  protected ExitCode run() {
    Path file = context.surroundings().directory().resolve(out);
    Made made = new Made(file.toString(), Key.create(file));
    context
        .screen()
        .show(made, () -> List.of("key       " + made.file(), "public    " + made.publicKey()));
    return ExitCode.COMPLETED;
  }
}
