package io.lull.provider.exec;

import io.lull.kernel.command.CommandLine;
import io.lull.kernel.command.Outcome;
import io.lull.kernel.command.Running;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderKind;
import io.lull.provider.record.Kept;
import io.lull.provider.spi.ProviderException;
import io.lull.provider.tool.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Has copies made by commands of the administrator. */
final class ExecTool implements Tool {
  private final ProviderKind kind;
  private final boolean atomic;
  private final boolean copiesFrozen;
  private final ExecCommands commands;
  private final Surroundings surroundings;

  ExecTool(
      ProviderId id,
      ProviderKind kind,
      boolean atomic,
      boolean copiesFrozen,
      ExecCommands commands) {
    this.kind = kind;
    this.atomic = atomic;
    this.copiesFrozen = copiesFrozen;
    this.commands = commands;
    this.surroundings = new Surroundings(id);
  }

  @Override
  public ProviderKind kind() {
    return kind;
  }

  @Override
  public boolean atomic() {
    return atomic;
  }

  @Override
  public Optional<Path> writesTo(Volume volume) {
    return copiesFrozen ? Optional.empty() : Optional.of(Path.of(volume.path()));
  }

  @Override
  public Optional<Fault> accepts(Volume volume) throws Exception {
    Programs.check(commands.check());
    CommandLine check = commands.check().with(List.of(volume.path()));
    Outcome outcome = Running.start(check, surroundings.of("check", volume)).await();
    return outcome.isSuccess()
        ? Optional.empty()
        : Optional.of(
            Fault.expected(
                Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                "the check of " + volume + " to succeed",
                outcome.complaint()));
  }

  @Override
  public void prepare(List<Kept> copies) throws Exception {
    Programs.check(commands.create());
    Programs.check(commands.delete());
  }

  @Override
  public Map<SnapshotId, String> cut(List<Kept> copies) throws Exception {
    return places("create", call("create", commands.create(), copies));
  }

  @Override
  public Map<SnapshotId, String> open(List<Kept> copies) throws Exception {
    return places("ready", end("ready", commands.ready(), copies));
  }

  @Override
  public void close(List<Kept> copies) throws Exception {
    end("finish", commands.finish(), copies);
  }

  private static Map<SnapshotId, String> places(String name, Map<SnapshotId, Outcome> outcomes)
      throws ProviderException {
    Map<SnapshotId, String> places = new TreeMap<>();
    for (Map.Entry<SnapshotId, Outcome> one : outcomes.entrySet()) {
      Places.in(name, one.getValue()).ifPresent(place -> places.put(one.getKey(), place));
    }
    return places;
  }

  private Map<SnapshotId, Outcome> end(
      String name, Optional<CommandLine> command, List<Kept> copies) throws Exception {
    if (command.isEmpty()) {
      return Map.of();
    }
    Programs.check(command.get());
    return call(name, command.get(), copies);
  }

  /** All copies side by side: it takes as long as the slowest, not as all together. */
  private Map<SnapshotId, Outcome> call(String name, CommandLine command, List<Kept> copies)
      throws Exception {
    Map<SnapshotId, Running> started = new TreeMap<>();
    Map<SnapshotId, Outcome> outcomes = new TreeMap<>();
    try {
      for (Kept copy : copies) {
        started.put(copy.snapshot(), start(name, command, copy));
      }
      for (Map.Entry<SnapshotId, Running> one : started.entrySet()) {
        Outcome outcome = one.getValue().await();
        Places.checkSuccess(name, one.getKey().volume(), outcome);
        outcomes.put(one.getKey(), outcome);
      }
      return outcomes;
    } catch (IOException | ProviderException | InterruptedException failed) {
      started.values().forEach(Running::end);
      started.values().forEach(Running::awaitGone);
      throw failed;
    }
  }

  /** The volume's path, and the copy's where it is known; the rest is in the environment. */
  private Running start(String name, CommandLine command, Kept copy) throws IOException {
    String volume = copy.snapshot().volume().path();
    List<String> arguments =
        name.equals("create") ? List.of(volume) : List.of(volume, copy.place().orElse(""));
    return Running.start(command.with(arguments), surroundings.of(name, copy));
  }

  /** Only the command knows. */
  @Override
  public boolean isReachable(Path place) {
    return true;
  }

  @Override
  public void remove(Kept copy) throws Exception {
    Programs.check(commands.delete());
    call("delete", commands.delete(), List.of(copy));
  }
}
