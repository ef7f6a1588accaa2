package io.lull.cli.backup;

import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.BackupType;
import io.lull.wire.Ids;
import io.lull.wire.api.NodeView;
import io.lull.wire.api.PlanView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One command to one backup. */
@picocli.CommandLine.Command(
    name = "backup",
    description = {
      "Take one consistent snapshot of directories and applications, all at one instant.",
      "",
      "A single word without a slash is a plan, if the node's settings have one of that name ('lull"
          + " plans' lists them); the node then runs it by itself. --plan NAME forces that, and"
          + " ./NAME means a directory.",
      "",
      "Writers whose data lies in a named directory are frozen for it. The set stays until 'lull"
          + " delete', unless --exec or --to take the data out of it: then it is let go.",
    },
    footer = {
      "",
      "Examples:",
      "  lull backup nightly",
      "  lull backup /srv/shop",
      "  lull backup /srv/shop --dry-run",
      "  lull backup --writer db1/postgresql --to /backup",
      "  lull backup /srv/shop --exec sh -c 'restic backup \"$LULL_COPY_0\"'"
    })
public final class BackupCommand extends Command {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern ELSEWHERE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*:/.*");

  @Parameters(
      paramLabel = "PLAN|PATH",
      arity = "0..*",
      description = "A plan, or directories of the node's host, or HOST:/PATH.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--writer",
      paramLabel = "WRITER",
      description = "All of this writer, as 'lull writers' lists it; can be said again.")
  private List<String> writers = new ArrayList<>();

  @Option(
      names = "--plan",
      paramLabel = "NAME",
      description = "What the node's settings say under this name; the node runs it by itself.")
  private @Nullable String plan;

  @Option(
      names = "--provider",
      paramLabel = "PROVIDER",
      description = "Who has to make all copies; else the best one of each host.")
  private @Nullable ProviderId provider;

  @Option(
      names = "--context",
      paramLabel = "persistent|auto-release",
      description = "Whether the set stays, or ends with this command.")
  private @Nullable String kind;

  @Option(
      names = "--lowest",
      paramLabel = "GRADE",
      description =
          "The lowest grade that is no failure: application, filesystem or crash. Unless said:"
              + " application with --writer, crash for directories alone.")
  private @Nullable Grade lowest;

  @Option(
      names = "--allow-fuzzy",
      description = "Accept also a copy that was made while data changed; exits with 12 then.")
  private boolean allowFuzzy;

  @Option(names = "--no-writers", description = "Freeze no writer that was not named.")
  private boolean noWriters;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "What writers are told: full, copy, incremental, differential, log or other. Unless"
              + " said: full with --exec or --to, else copy, after which no log is truncated.")
  private @Nullable BackupType type;

  @Option(
      names = "--wait",
      arity = "0..1",
      paramLabel = "TIME",
      fallbackValue = "10m",
      description = "Wait while another set is created on these hosts (default: 10m).")
  private @Nullable Duration wait;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Copy the data out into a new directory DIR/SET.")
  private @Nullable Path to;

  @Option(
      names = "--exec",
      arity = "1..*",
      paramLabel = "CMD",
      preprocessor = RestOfLine.class,
      description =
          "Run this command, all that follows and without a shell, on the set." + Exec.FINDS)
  private List<String> exec = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description =
          "Only say who would be frozen and who would copy what, and exit as the backup would be"
              + " refused; nobody is frozen and nothing is copied.")
  private boolean dryRun;

  public BackupCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    require();
    Api api = context.apiForWork();
    Progress progress = new Progress(context.surroundings());
    try {
      Optional<String> named = plan(api);
      if (named.isPresent()) {
        Planned planned = new Planned(context, api, progress);
        return dryRun ? planned.tell(named.get()) : planned.run(named.get());
      }
      NodeView node = api.get("/v1/node", NodeView.class);
      Wish wish = wish(node.host());
      Requester requester = Requester.of(context, api);
      Course course = new Course(requester, wish, progress, "--allow-fuzzy");
      Optional<Path> into =
          Optional.ofNullable(to).map(context.surroundings().directory()::resolve);
      return dryRun
          ? new DryRun(context, api, requester, wish, progress, course, into).run()
          : new Running(context, api, requester, wish, progress, course, into, Exec.of(exec)).run();
    } finally {
      progress.done();
    }
  }

  /** A single word without a slash is a plan, if the node knows one of that name. */
  private Optional<String> plan(Api api) {
    if (plan != null || paths.size() != 1 || !WORD.matcher(paths.getFirst()).matches()) {
      return Optional.ofNullable(plan);
    }
    String word = paths.getFirst();
    boolean known = api.find("/v1/plans/" + word, PlanView.class).isPresent();
    boolean there = Files.exists(context.surroundings().directory().resolve(word));
    if (known == there) {
      throw Trouble.usage(
          "expected a plan of the node or a directory, but '"
              + word
              + (known ? "' is both" : "' is neither"),
          known
              ? "Say --plan " + word + " for the plan, or ./" + word + " for the directory"
              : "'lull plans' lists the plans, and ./" + word + " means a directory in any case");
    }
    if (known && anythingElse()) {
      throw besidePlan();
    }
    return known ? Optional.of(word) : Optional.empty();
  }

  private boolean anythingElse() {
    return !writers.isEmpty() || takesDataOut();
  }

  private static Trouble besidePlan() {
    return Trouble.usage(
        "expected nothing beside a plan, but got a directory, --writer, --to or --exec",
        "A plan says all of it");
  }

  private void require() {
    if (plan != null) {
      if (!paths.isEmpty() || anythingElse()) {
        throw besidePlan();
      }
      return;
    }
    if (paths.isEmpty() && writers.isEmpty()) {
      throw Trouble.usage(
          "expected something to back up, but got nothing",
          "Name a plan, a directory, or a writer by --writer as 'lull writers' lists it");
    }
    if (to != null && !exec.isEmpty()) {
      throw Trouble.usage("expected one of --to and --exec, but got both", "");
    }
    if (lowest == Grade.FUZZY) {
      throw Trouble.usage("expected --allow-fuzzy, but got --lowest fuzzy", "");
    }
    if (kind != null && !kind.equals("persistent") && !kind.equals("auto-release")) {
      throw Trouble.usage(
          "expected --context persistent or auto-release, but got '" + kind + "'", "");
    }
    if (!takesDataOut() && "auto-release".equals(kind)) {
      throw Trouble.usage(
          "expected --exec or --to with --context auto-release, but got neither",
          "The set would be gone before anybody could look at it");
    }
  }

  private boolean takesDataOut() {
    return to != null || !exec.isEmpty();
  }

  private Wish wish(HostId host) {
    SortedSet<Volume> volumes = new TreeSet<>();
    paths.forEach(path -> volumes.add(volume(host, path)));
    SortedSet<WriterId> named = new TreeSet<>();
    writers.forEach(writer -> named.add(writer(host, writer)));
    boolean stays = kind == null ? !takesDataOut() : kind.equals("persistent");
    BackupType told = takesDataOut() ? BackupType.FULL : BackupType.COPY;
    return new Wish(
        volumes,
        named,
        !noWriters,
        stays,
        Optional.ofNullable(lowest),
        allowFuzzy,
        Optional.ofNullable(type).orElse(told),
        Optional.ofNullable(provider),
        Optional.ofNullable(wait));
  }

  private Volume volume(HostId host, String path) {
    try {
      if (ELSEWHERE.matcher(path).matches()) {
        return Ids.volume(path);
      }
      Path absolute = context.surroundings().directory().resolve(path).normalize();
      if (context.address().isHere()) {
        demandDirectory(absolute, path.startsWith("/"));
      }
      return new Volume(host, absolute.toString());
    } catch (IllegalArgumentException wrong) {
      throw Trouble.usage(String.valueOf(wrong.getMessage()), "");
    }
  }

  /**
   * Refuses what is no directory here. A path from the root on that is not here may be one that
   * only the node sees.
   */
  private static void demandDirectory(Path path, boolean mayBeElsewhere) {
    String expected = "expected a directory, but ";
    if (Files.isSymbolicLink(path)) {
      throw Trouble.usage(expected + path + " is a link", target(path));
    }
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw Trouble.usage(expected + path + " is none", "Name the directory it lies in");
    }
    if (!mayBeElsewhere && Files.notExists(path)) {
      throw Trouble.usage(expected + "there is no " + path, "");
    }
  }

  private static String target(Path link) {
    try {
      return "Say " + link.toRealPath();
    } catch (IOException nowhere) {
      return "It leads nowhere";
    }
  }

  /** A name alone is a writer of the node's own host. */
  private static WriterId writer(HostId host, String name) {
    try {
      return name.contains("/") ? Ids.writer(name) : new WriterId(host, name);
    } catch (IllegalArgumentException wrong) {
      throw Trouble.usage(String.valueOf(wrong.getMessage()), "'lull writers' lists all of them");
    }
  }
}
