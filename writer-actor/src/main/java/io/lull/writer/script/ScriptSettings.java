package io.lull.writer.script;

import io.lull.kernel.command.CommandLine;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.database.WriterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a writer that calls programs is told. */
record ScriptSettings(
    WriterMetadata metadata,
    Programs programs,
    Duration thawLimit,
    Path runDirectory,
    Optional<CommandLine> preRestore,
    Optional<CommandLine> postRestore) {
  static final String KIND = "script";

  private static final List<String> KNOWN =
      List.of(
          "contract",
          "program",
          "directory",
          "pre",
          "post",
          "held",
          "volumes",
          "components",
          "stops-writes",
          "level",
          "behind",
          "hold",
          "thaw-limit",
          "run-directory",
          "pre-restore",
          "post-restore");
  private static final Map<String, List<String>> CONTRACTS =
      Map.of(
          "qemu", List.of("program", "directory"),
          "pair", List.of("pre", "post"),
          "held", List.of("held"));

  static ScriptSettings read(WriterId writer, Map<String, String> settings) {
    WriterSettings read = WriterSettings.withoutServer(KIND, writer, settings, KNOWN);
    return new ScriptSettings(
        metadata(read),
        programs(read),
        read.time("thaw-limit", Duration.ofSeconds(10)),
        read.runDirectory(),
        read.text("pre-restore").map(_ -> line(read, "pre-restore")),
        read.text("post-restore").map(_ -> line(read, "post-restore")));
  }

  private static WriterMetadata metadata(WriterSettings read) {
    Set<Volume> volumes = new HashSet<>(read.volumes());
    if (volumes.isEmpty()) {
      throw read.bad("volumes", "none; name those that the application keeps its data on");
    }
    List<Component> components =
        read.components("data").stream().map(id -> new Component(id, volumes, true, true)).toList();
    return new WriterMetadata(
        read.writer(),
        read.level(),
        read.time("hold", Duration.ofSeconds(60)),
        kind(read),
        read.behind(),
        RestoreMethod.RESTORE_IF_CAN_REPLACE,
        components,
        List.of());
  }

  /** Nobody but who wrote the programs knows what they keep still, so that nothing is assumed. */
  private static HoldKind kind(WriterSettings read) {
    return switch (read.text("stops-writes").orElse("false")) {
      case "false" -> HoldKind.NONE;
      case "true" -> HoldKind.APPLICATION;
      case "files" -> HoldKind.APPLICATION_AND_FILES;
      case String other -> throw read.bad("stops-writes as false, true or files", other);
    };
  }

  private static Programs programs(WriterSettings read) {
    String contract =
        read.text("contract")
            .orElseThrow(() -> read.bad("a contract", "none; it is one of qemu, pair and held"));
    List<String> own = CONTRACTS.get(contract);
    if (own == null) {
      throw read.bad("a contract of qemu, pair and held", contract);
    }
    CONTRACTS.values().stream()
        .flatMap(List::stream)
        .filter(setting -> !own.contains(setting) && read.text(setting).isPresent())
        .findFirst()
        .ifPresent(
            setting -> {
              throw read.bad("settings of the contract " + contract, setting);
            });
    return switch (contract) {
      case "qemu" -> ofAgent(read);
      case "pair" -> new Programs.Pair(line(read, "pre"), line(read, "post"));
      default -> new Programs.Held(line(read, "held"));
    };
  }

  private static Programs ofAgent(WriterSettings read) {
    Optional<String> program = read.text("program");
    Optional<String> directory = read.text("directory");
    if (program.isPresent() == directory.isPresent()) {
      throw read.bad("one of program and directory", program.isPresent() ? "both" : "none of them");
    }
    if (program.isPresent()) {
      return new Programs.OfAgent(line(read, "program"));
    }
    Path path = Path.of(directory.get());
    if (!path.isAbsolute()) {
      throw read.bad("an absolute directory", path.toString());
    }
    return new Programs.InDirectory(path);
  }

  private static CommandLine line(WriterSettings read, String setting) {
    String text = read.text(setting).orElseThrow(() -> read.bad("the setting " + setting, "none"));
    try {
      return CommandLine.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw read.bad(setting + " as a command line", String.valueOf(wrong.getMessage()));
    }
  }
}
