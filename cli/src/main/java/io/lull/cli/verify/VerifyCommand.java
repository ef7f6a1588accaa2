package io.lull.cli.verify;

import io.lull.cli.backup.Exec;
import io.lull.cli.backup.Progress;
import io.lull.cli.backup.RestOfLine;
import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.command.Interruptible;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Answer;
import io.lull.cli.node.Api;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.NoAnswer;
import io.lull.cli.restore.Choice;
import io.lull.cli.restore.KnownSet;
import io.lull.cli.restore.Sources;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.Verification;
import io.lull.wire.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds out whether a set can really be used. */
@picocli.CommandLine.Command(
    name = "verify",
    description = {
      "Find out whether a snapshot set can really be used.",
      "",
      "It is taken out into a directory that is removed at the end. There PostgreSQL and MariaDB"
          + " are started on it and asked by their own tools, Redis and SQLite by theirs; of other"
          + " files every one is read. Neither what runs nor the set is touched.",
      "Exits with 21 if anything is not good, or could not be checked.",
    },
    footer = {
      "",
      "Examples:",
      "  lull verify set-4711",
      "  lull verify set-4711 --component db1/postgres --query 'SELECT count(*) > 0 FROM orders'"
          + " --expect t",
      "  lull verify set-4711 --in /srv/scratch --exec sh -c 'test -s \"$LULL_COPY_0/config\"'"
    })
public final class VerifyCommand extends Command {
  private static final Duration USUAL = Duration.ofHours(24);
  private static final Duration NOTING = Duration.ofSeconds(30);

  @Parameters(paramLabel = "SET", description = "The set, as 'lull sets' lists it.")
  private SetId set = new SetId("none");

  @Mixin private Choice choice = new Choice();

  @Option(
      names = "--in",
      paramLabel = "DIR",
      description =
          "Where there is room for all of it, best on the file system of the copies; else that for"
              + " temporary files.")
  private @Nullable Path in;

  @Option(
      names = "--query",
      paramLabel = "SQL",
      description = "Ask this of the one PostgreSQL, MariaDB or SQLite, once it is found good.")
  private @Nullable String query;

  @Option(
      names = "--expect",
      paramLabel = "TEXT",
      description = "The rows that have to come, with tabs between columns.")
  private @Nullable String expect;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description = "In which database to ask: its name, or the file of SQLite.")
  private @Nullable String database;

  @Option(
      names = "--exec",
      arity = "1..*",
      paramLabel = "CMD",
      preprocessor = RestOfLine.class,
      description =
          "Run this command at the end, all that follows and without a shell; its status decides"
              + " too."
              + Exec.FINDS)
  private List<String> exec = new ArrayList<>();

  public VerifyCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Optional<Question> question = question();
    Optional<Exec> command = Exec.of(exec);
    Api api = context.apiToLook();
    KnownSet known = KnownSet.of(api, set);
    List<Part> parts = Part.of(known, choice.components());
    if (parts.isEmpty()) {
      throw Trouble.of(ExitCode.REFUSED, "expected copies, but set " + set + " has none", "");
    }
    TreeSet<Volume> volumes = new TreeSet<>();
    parts.forEach(part -> volumes.addAll(part.volumes()));
    Sources sources = known.sources(volumes);
    Course.Wish wish =
        new Course.Wish(
            set,
            api.get("/v1/sets/" + set, CatalogueEntry.class).session(),
            known.copies(),
            parts,
            question,
            command);
    Limit limit = new Limit(Deadline.in(context.timeout(USUAL)));
    Progress progress = new Progress(context.surroundings());
    Runnable stop =
        () -> {
          limit.stop();
          command.ifPresent(Exec::stop);
        };
    return new Interruptible(context.surroundings(), stop, progress::done)
        .run(() -> verify(wish, sources, limit, progress, api));
  }

  private ExitCode verify(
      Course.Wish wish, Sources sources, Limit limit, Progress progress, Api api) {
    Verified verified;
    try (Scratch scratch = Scratch.in(directory())) {
      Toolbox tools = new Toolbox(context.surroundings().variable("PATH"), scratch, limit);
      verified = new Course(wish, sources, tools, progress).run();
    } finally {
      progress.done();
    }
    verified = verified.notRecorded(record(api, verified));
    context.screen().show(verified, verified::lines);
    if (!verified.good()) {
      throw Course.trouble(verified);
    }
    return ExitCode.COMPLETED;
  }

  /**
   * Has the node note it beside the set, and says why it did not. What was found is no less true
   * for that.
   */
  private Optional<String> record(Api api, Verified verified) {
    if (verified.good() && !choice.components().isEmpty()) {
      return Optional.of("only some of the set was verified");
    }
    Verification found = new Verification(verified.good(), verified.summary());
    Api.Request request =
        Api.Request.of("PUT", "/v1/sets/" + set + "/verification").with(Wire.json().write(found));
    try {
      Answer answer = api.ask(request, NOTING);
      return answer.good() ? Optional.empty() : Optional.of(answer.trouble().what());
    } catch (NoAnswer none) {
      return Optional.of(none.trouble().what());
    }
  }

  private Path directory() {
    Path usual = Path.of(System.getProperty("java.io.tmpdir"));
    return context.surroundings().directory().resolve(in == null ? usual : in);
  }

  private Optional<Question> question() {
    if ((query == null) != (expect == null)) {
      throw Trouble.usage(
          "expected --query and --expect together, but got only one of them",
          "The rows that come are compared with the text");
    }
    if (query == null || expect == null) {
      if (database != null) {
        throw Trouble.usage("expected --query with --database, but got none", "");
      }
      return Optional.empty();
    }
    return Optional.of(new Question(query, expect, Optional.ofNullable(database)));
  }
}
