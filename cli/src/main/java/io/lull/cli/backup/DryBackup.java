package io.lull.cli.backup;

import io.lull.cli.frame.Trouble;
import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.certificate.Participants;
import io.lull.protocol.certificate.ProviderPart;
import io.lull.protocol.certificate.WriterPart;
import io.lull.protocol.document.Selection;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Declined;
import io.lull.protocol.session.Reach;
import io.lull.protocol.value.Visible;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.wire.api.HostView;
import io.lull.wire.api.ProviderView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a backup would be of.
 *
 * @param session in which everybody was asked
 * @param best the grade of the set if everybody holds and copies as he says
 * @param wanted the grade that is asked for; with a lower one the backup exits with 12
 * @param lowest the grade below which the backup is refused
 * @param stays whether the set would outlive the command
 */
public record DryBackup(
    SessionId session,
    Grade best,
    Grade wanted,
    Grade lowest,
    List<Frozen> writers,
    List<Copied> volumes,
    boolean stays) {
  public DryBackup {
    writers = List.copyOf(writers);
    volumes = List.copyOf(volumes);
  }

  /**
   * A writer that would be frozen.
   *
   * @param most how long it would stand still at most
   * @param components what of it would be backed up, with what that carries along
   */
  public record Frozen(
      WriterId writer, HoldKind kind, Duration most, SortedSet<ComponentId> components) {}

  /**
   * A volume, and who would copy it.
   *
   * @param declined who was asked before and cannot
   */
  public record Copied(Volume volume, ProviderId provider, Cut cut, List<Declined> declined) {
    public Copied {
      declined = List.copyOf(declined);
    }
  }

  static DryBackup of(
      SessionId session, Wish wish, Course.Asked asked, Collection<HostView> hosts) {
    List<Frozen> writers = new ArrayList<>();
    List<WriterPart> holding = new ArrayList<>();
    for (WriterMetadata writer : asked.writers()) {
      SortedSet<ComponentId> components = included(writer, asked.chosen());
      if (!components.isEmpty()) {
        writers.add(
            new Frozen(
                writer.writer(),
                writer.kind(),
                Limits.defaults().effectiveHold(writer.hold()),
                components));
        holding.add(
            new WriterPart(
                writer.writer(),
                Incarnation.FIRST,
                writer.kind(),
                writer.behind(),
                Selection.none(writer).volumes(components)));
      }
    }
    List<Copied> copied = new ArrayList<>();
    asked
        .volumes()
        .forEach(
            (volume, added) ->
                copied.add(
                    new Copied(
                        volume, added.provider(), cut(hosts, added.provider()), added.declined())));
    return new DryBackup(
        session,
        Certificate.best(new Participants(holding, copying(copied)), List.of()),
        asked.wanted(),
        wish.context().writers() ? wish.lowestAllowed() : Grade.CRASH,
        writers,
        copied,
        wish.stays());
  }

  private static SortedSet<ComponentId> included(
      WriterMetadata writer, Collection<Component> chosen) {
    Selection selection = Selection.none(writer);
    for (Component one : chosen) {
      if (one.id().writer().equals(writer.writer())) {
        selection = selection.with(one.id());
      }
    }
    return selection.included();
  }

  private static List<ProviderPart> copying(List<Copied> copied) {
    SortedMap<ProviderId, SortedSet<Volume>> volumes = new TreeMap<>();
    Map<ProviderId, Cut> cuts = new TreeMap<>();
    for (Copied one : copied) {
      volumes.computeIfAbsent(one.provider(), _ -> new TreeSet<>()).add(one.volume());
      cuts.put(one.provider(), one.cut());
    }
    List<ProviderPart> parts = new ArrayList<>();
    cuts.forEach(
        (provider, cut) ->
            parts.add(
                new ProviderPart(
                    provider,
                    Incarnation.FIRST,
                    volumes.getOrDefault(provider, new TreeSet<>()),
                    cut)));
    return parts;
  }

  private static Cut cut(Collection<HostView> hosts, ProviderId provider) {
    return hosts.stream()
        .flatMap(host -> host.providers().stream())
        .filter(one -> one.provider().equals(provider))
        .map(ProviderView::cut)
        .findFirst()
        .orElseThrow(
            () ->
                Trouble.of(
                    ExitCode.UNREACHABLE,
                    "expected provider " + provider + " to say how it copies, but its host is gone",
                    "'lull providers' lists those that are there"));
  }

  /** Why no set would come of it, if it would be refused. */
  Optional<Fault> shortfall() {
    return Reach.shortfall(
        lowest,
        best,
        volumes.stream()
            .map(one -> new Reach.Copied(one.volume(), one.cut(), one.declined()))
            .toList());
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("session  " + session + ", a dry run: nobody was frozen, nothing was copied");
    lines.add("grade    " + best + " at best; " + wanted + " is asked for, " + lowest + " allowed");
    lines.add("set      " + (stays ? "would stay" : "would be let go"));
    Table frozen = new Table("WRITER", "HOLDS", "MAY", "COMPONENTS");
    for (Frozen one : writers) {
      List<String> components = one.components().stream().map(ComponentId::path).toList();
      frozen.row(one.writer(), one.kind(), Times.millis(one.most()), String.join(" ", components));
    }
    lines.addAll(writers.isEmpty() ? List.of("No writer would be frozen.") : frozen.lines());
    Table table = new Table("VOLUME", "PROVIDER", "CUT");
    volumes.forEach(one -> table.row(one.volume(), one.provider(), one.cut()));
    lines.addAll(table.lines());
    return lines.stream().map(Visible::of).toList();
  }
}
