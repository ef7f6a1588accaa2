package io.lull.cli.command;

import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Sessions;
import java.util.List;
import picocli.CommandLine.Mixin;

/** The sessions, the latest first. */
@picocli.CommandLine.Command(
    name = "sessions",
    description =
        "List sessions of backups, the one that began last first; 'lull restores' and 'lull"
            + " streams' list the others.")
public final class SessionsCommand extends Command {
  @Mixin private Listing listing = new Listing();

  public SessionsCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Sessions sessions = context.apiToLook().get(listing.of("/v1/sessions"), Sessions.class);
    context.screen().show(sessions, () -> lines(sessions));
    return ExitCode.COMPLETED;
  }

  private static List<String> lines(Sessions sessions) {
    Table table = new Table("SESSION", "PHASE", "BEGAN", "WRITERS", "SET", "GRADE", "RESULT");
    for (SessionView session : sessions.sessions()) {
      table.row(
          session.session(),
          session.phase(),
          Times.text(session.began()),
          session.writers().size(),
          session.set().map(Object::toString).orElse(""),
          session.grade().map(Enum::name).orElse(""),
          result(session));
    }
    return table.lines();
  }

  /** What came of a session so far, the worst of it. */
  static String result(SessionView session) {
    if (!session.unconfirmed().isEmpty()) {
      return "THAW UNCONFIRMED: " + session.unconfirmed();
    }
    boolean nothing = session.set().isPresent() && session.grade().isEmpty();
    String end = nothing ? "no set" : "ok";
    return session.failure().map(Object::toString).orElse(session.over() ? end : "under way");
  }
}
