package io.lull.cli.debug;

import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.command.VersionCommand.Version;
import io.lull.cli.embedded.EmbeddedNode;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Address;
import io.lull.cli.node.Api;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.value.Visible;
import io.lull.wire.Secrets;
import io.lull.wire.SettingsFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Packs what a developer needs who cannot look himself. */
@picocli.CommandLine.Command(
    name = "bundle",
    description = {
      "Pack what a developer needs into one file, which only you can read.",
      "It has versions, settings without secrets, the report of doctor, what the node tells of"
          + " itself,",
      "its instances, the latest sessions, streams and restores with their event logs,",
      "metrics, logs, and facts on machine and mounts.",
      "What cannot be had is named; no node has to run. Look into it before you send it to anybody."
    })
public final class BundleCommand extends Command {
  private static final Duration ONE_PART = Duration.ofSeconds(30);
  private static final DateTimeFormatter NOW =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int SESSIONS_MOST = 1000;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "The file to make; lull-debug-TIME.tar.gz here unless said.")
  private @Nullable Path to;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings of the node; /etc/lull/lull.conf unless said, if it is there.")
  private @Nullable Path config;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "A file with what the node has said, besides the journal of the system.")
  private List<Path> logs = new ArrayList<>();

  @Option(
      names = "--sessions",
      paramLabel = "NUMBER",
      description = "How many of the latest sessions, streams and restores; 20 unless said.")
  private int sessions = 20;

  public BundleCommand(Context context) {
    super(context);
  }

  /**
   * What was packed.
   *
   * @param missing what could not be had
   */
  public record Packed(String file, List<String> parts, List<Bundle.Missing> missing) {}

  @Override
  protected ExitCode run() {
    if (sessions < 0 || sessions > SESSIONS_MOST) {
      throw Trouble.usage(
          "expected 0 to " + SESSIONS_MOST + " sessions, but got " + sessions,
          "Set it by --sessions");
    }
    Surroundings surroundings = context.surroundings();
    Instant now = Instant.now();
    Path file =
        surroundings
            .directory()
            .resolve(
                Optional.ofNullable(to)
                    .orElse(Path.of("lull-debug-" + NOW.format(now) + ".tar.gz")));
    Optional<Path> settings = settings(surroundings);
    Address address = context.address();
    Packed packed = pack(file, now, settings, address);
    context.screen().show(packed, () -> lines(packed));
    return ExitCode.COMPLETED;
  }

  private Packed pack(Path file, Instant now, Optional<Path> settings, Address address) {
    Secrets secrets = Secrets.of(known(settings, address));
    Duration limit = context.timeout(ONE_PART);
    try {
      Bundle bundle = new Bundle(TarGz.create(file, now), secrets);
      try (bundle) {
        bundle.text("about.txt", () -> about(now, address));
        new LocalParts(
                new Programs(
                    limit, Optional.ofNullable(System.getProperty("lull.home")).map(Path::of)),
                settings,
                logs())
            .gather(bundle);
        new NodeParts(new Api(address, limit), limit, sessions).gather(bundle);
      }
      return new Packed(file.toString(), bundle.parts(), bundle.missing());
    } catch (FileAlreadyExistsException there) {
      throw Trouble.usage(
          "expected to make a new file, but there is a " + file + " already",
          "Name another one by --to");
    } catch (IOException full) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected to write " + file + ", but could not: " + full.getMessage(),
          "Name another place by --to");
    }
  }

  private Optional<Path> settings(Surroundings surroundings) {
    if (config == null) {
      return Optional.of(SettingsFiles.USUAL).filter(Files::isReadable);
    }
    Path named = surroundings.directory().resolve(config);
    if (Files.isDirectory(named) || !Files.isReadable(named)) {
      throw Trouble.usage(
          "expected a file with settings that can be read, but " + named + " cannot",
          "Name another one by --config, or none");
    }
    return Optional.of(named);
  }

  /** Also what the embedded node of this user has said, if there ever was one. */
  private List<Path> logs() {
    Surroundings surroundings = context.surroundings();
    List<Path> all = new ArrayList<>();
    logs.forEach(log -> all.add(surroundings.directory().resolve(log)));
    Optional.of(EmbeddedNode.log(surroundings)).filter(Files::isReadable).ifPresent(all::add);
    return all;
  }

  /** Whatever is a secret here is one wherever it turns up. */
  private Set<String> known(Optional<Path> settings, Address address) {
    Set<String> known = new LinkedHashSet<>();
    address.token().ifPresent(known::add);
    for (Map.Entry<String, String> one : context.surroundings().environment().entrySet()) {
      if (Secrets.isNameOfOne(one.getKey())) {
        known.add(one.getValue());
      }
    }
    try {
      if (settings.isPresent()) {
        for (Path file : SettingsFiles.of(settings.get())) {
          known.addAll(Secrets.namedIn(Files.readString(file)));
        }
      }
    } catch (IOException unreadable) {
      // Nor can anybody else read it here, so nothing of it will be in the bundle.
    }
    return known;
  }

  private static String about(Instant now, Address address) {
    StringBuilder text = new StringBuilder();
    text.append(Version.here().line()).append('\n');
    text.append("packed at ").append(now).append('\n');
    text.append("node asked: ").append(address).append('\n');
    for (String name :
        List.of("java.vm.name", "java.vendor", "os.name", "os.version", "os.arch", "user.name")) {
      text.append(name).append(": ").append(System.getProperty(name)).append('\n');
    }
    return text.append("processors: ")
        .append(Runtime.getRuntime().availableProcessors())
        .append('\n')
        .toString();
  }

  private static List<String> lines(Packed packed) {
    List<String> lines = new ArrayList<>();
    for (Bundle.Missing one : packed.missing()) {
      lines.add("not in it: " + one.part() + ": " + one.why());
    }
    lines.add(
        Visible.of(packed.file())
            + " has "
            + packed.parts().size()
            + " parts, "
            + packed.missing().size()
            + " could not be had");
    lines.add("Look into it before you send it to anybody.");
    return lines;
  }
}
