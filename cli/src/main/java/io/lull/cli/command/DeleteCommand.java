package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionReply;
import java.io.Console;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a set and all its copies. */
@picocli.CommandLine.Command(
    name = "delete",
    description = "Delete a snapshot set and all its copies.")
public final class DeleteCommand extends Command {
  private static final Duration USUAL = Duration.ofMinutes(10);

  @Parameters(paramLabel = "SET", description = "The set.")
  private SetId set = new SetId("none");

  @Option(names = "--yes", description = "Do not ask first.")
  private boolean yes;

  public DeleteCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    // Before a node is started for nothing.
    Optional<Console> asked = yes ? Optional.empty() : Optional.of(console());
    Api api = context.apiToLook();
    asked.ifPresent(console -> confirm(api, console));
    SessionReply reply =
        api.good(Request.of("DELETE", "/v1/sets/" + set), context.timeout(USUAL))
            .as(SessionReply.class);
    return switch (reply) {
      case SessionReply.Refused refused -> throw Trouble.of(refused.fault());
      case SessionReply.Deleted deleted when deleted.fault().isPresent() -> {
        Trouble trouble = Trouble.of(ExitCode.FAILED, deleted.fault().get());
        throw trouble.at(deleted.deleted() + " copies were deleted before that");
      }
      case SessionReply.Deleted deleted -> {
        context
            .screen()
            .show(
                reply, () -> List.of("set " + set + ": " + deleted.deleted() + " copies deleted"));
        yield ExitCode.COMPLETED;
      }
      default -> throw Trouble.of(ExitCode.FAILED, "expected the node to say what it deleted", "");
    };
  }

  private Console console() {
    // It is null where nobody can type, also on this version of Java.
    @SuppressWarnings("SystemConsoleNull")
    @Nullable Console console = System.console();
    if (console == null || !context.surroundings().terminal().out()) {
      throw Trouble.usage(
          "expected --yes, because nobody can be asked here whether to delete " + set, "");
    }
    return console;
  }

  private void confirm(Api api, Console console) {
    CatalogueEntry entry = api.get("/v1/sets/" + set, CatalogueEntry.class);
    String answer =
        console.readLine(
            "Delete set %s of grade %s with %d copies? [y/N] ",
            set, entry.grade().map(Enum::name).orElse("none"), entry.copies().size());
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw Trouble.of(ExitCode.FAILED, "nothing was deleted", "");
    }
  }
}
