package io.lull.cli.restore;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.document.Selection;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.wire.Ids;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to be restored.
 *
 * @param parts by the component that was picked for the backup, the only ones to restore of all
 *     that it carries; empty for all of them
 */
public record Wanted(
    BackupDocument document, SortedMap<ComponentId, SortedSet<ComponentId>> parts) {
  public Wanted {
    parts = Sorted.map(parts);
  }

  /**
   * What these names mean, or everything that was stored whole if there are none.
   *
   * @param host whose writers need not be named with their host
   */
  static Wanted of(BackupDocument document, Collection<String> names, HostId host) {
    TreeMap<ComponentId, SortedSet<ComponentId>> parts = new TreeMap<>();
    if (names.isEmpty()) {
      document
          .writers()
          .values()
          .forEach(saved -> saved.succeeded().forEach(id -> parts.put(id, new TreeSet<>())));
    }
    for (String name : names) {
      add(document, name, host, parts);
    }
    if (parts.isEmpty()) {
      throw Trouble.of(
          ExitCode.REFUSED,
          "expected components that were stored whole, but set " + document.set() + " has none",
          "Take its files out with --to DIR, or delete what is of no use");
    }
    return new Wanted(document, parts);
  }

  private static void add(
      BackupDocument document,
      String name,
      HostId host,
      Map<ComponentId, SortedSet<ComponentId>> parts) {
    try {
      boolean here = name.substring(0, (name + "#").indexOf('#')).indexOf('/') < 0;
      String full = here ? host + "/" + name : name;
      if (!full.contains("#")) {
        WriterId writer = Ids.writer(full);
        SavedWriter saved = document.writer(writer).orElseThrow(() -> unknown(document, name));
        saved.explicit().forEach(id -> parts.put(id, new TreeSet<>()));
        return;
      }
      ComponentId component = Ids.component(full);
      if (document.explicit(component).isPresent()) {
        parts.put(component, new TreeSet<>());
        return;
      }
      ComponentId carrier =
          document
              .writer(component.writer())
              .flatMap(saved -> saved.selection().carrier(component))
              .orElseThrow(() -> unknown(document, name));
      SortedSet<ComponentId> others = parts.computeIfAbsent(carrier, _ -> new TreeSet<>());
      others.add(component);
    } catch (IllegalArgumentException wrong) {
      throw Trouble.usage(String.valueOf(wrong.getMessage()), has(document));
    }
  }

  private static Trouble unknown(BackupDocument document, String name) {
    return Trouble.usage(
        "expected a component of set " + document.set() + ", but it has no '" + name + "'",
        has(document));
  }

  private static String has(BackupDocument document) {
    TreeSet<ComponentId> all = new TreeSet<>();
    document.writers().values().forEach(saved -> all.addAll(saved.explicit()));
    return all.isEmpty()
        ? "It has no components; take its files out with --to DIR"
        : "It has "
            + String.join(", ", all.stream().limit(20).map(ComponentId::toString).toList())
            + (all.size() > 20 ? " and more" : "");
  }

  /** The components that were picked. */
  public Set<ComponentId> picked() {
    return parts.keySet();
  }

  /** The volumes of one of them. */
  public SortedSet<Volume> volumes(ComponentId picked) {
    SortedSet<ComponentId> some = Optional.ofNullable(parts.get(picked)).orElseThrow();
    Selection saved = selection(picked);
    return saved.volumes(some.isEmpty() ? saved.setOf(picked) : some);
  }

  SortedSet<Volume> volumes() {
    TreeSet<Volume> volumes = new TreeSet<>();
    picked().forEach(picked -> volumes.addAll(volumes(picked)));
    return volumes;
  }

  private Selection selection(ComponentId picked) {
    return document.explicit(picked).orElseThrow().selection();
  }

  /**
   * Refuses to put volumes back with which others would go back in time that nobody has named.
   *
   * @param running how the writers describe themselves that run now
   */
  void demandAlone(Collection<WriterMetadata> running) {
    TreeSet<ComponentId> named = new TreeSet<>();
    parts.forEach(
        (picked, some) -> named.addAll(some.isEmpty() ? selection(picked).setOf(picked) : some));
    document
        .writers()
        .values()
        .forEach(saved -> demandAlone(named, saved.metadata(), saved.selection().included()));
    for (WriterMetadata writer : running) {
      // Nobody works through a writer that only freezes what others write.
      boolean works = writer.kind() != HoldKind.FILESYSTEM && writer.kind() != HoldKind.NONE;
      if (works && document.writer(writer.writer()).isEmpty()) {
        List<ComponentId> all = writer.components().stream().map(Component::id).toList();
        demandAlone(named, writer, all);
      }
    }
  }

  private void demandAlone(
      Set<ComponentId> named, WriterMetadata writer, Collection<ComponentId> its) {
    for (Component component : writer.components()) {
      if (!its.contains(component.id()) || named.contains(component.id())) {
        continue;
      }
      for (Volume volume : volumes()) {
        if (component.volumes().stream().anyMatch(other -> isWithin(other, volume))) {
          throw Trouble.of(
              ExitCode.REFUSED,
              "expected nothing on "
                  + volume
                  + " but what is restored, but "
                  + component.id()
                  + " is there too and would be overwritten",
              "Name it as well by --component, or take the files out with --to DIR");
        }
      }
    }
  }

  /** Whether a volume is the other one, or lies below it. */
  public static boolean isWithin(Volume inner, Volume outer) {
    String above = outer.path().equals("/") ? "/" : outer.path() + "/";
    return inner.equals(outer)
        || (inner.host().equals(outer.host()) && inner.path().startsWith(above));
  }
}
