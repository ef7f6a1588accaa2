package io.lull.cli.verify;

import io.lull.cli.restore.KnownSet;
import io.lull.cli.restore.Wanted;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is verified together: components of the same volumes, or a volume that no component lies on.
 *
 * @param name of whom it is
 * @param application whether its writer spoke for an application that has files of its own, so that
 *     to read them is not to have verified them
 */
record Part(String name, SortedSet<Volume> volumes, boolean application) {
  /** All that is to be verified; applications first, because others may lie on the same volumes. */
  static List<Part> of(KnownSet known, Collection<String> components) {
    Map<SortedSet<Volume>, Part> parts = new LinkedHashMap<>();
    if (components.isEmpty()) {
      known.document().ifPresent(document -> everything(document, parts));
      TreeSet<Volume> rest = new TreeSet<>(known.volumes());
      parts.keySet().forEach(rest::removeAll);
      rest.forEach(volume -> add(parts, volume.toString(), new TreeSet<>(List.of(volume)), false));
    } else {
      Wanted wanted = known.wanted(components);
      for (ComponentId picked : wanted.picked()) {
        WriterMetadata writer = wanted.document().writer(picked.writer()).orElseThrow().metadata();
        add(parts, picked.toString(), wanted.volumes(picked), isApplication(writer));
      }
    }
    List<Part> sorted = new ArrayList<>(parts.values());
    sorted.sort(Comparator.comparing(part -> !part.application()));
    return sorted;
  }

  private static void everything(BackupDocument document, Map<SortedSet<Volume>, Part> parts) {
    for (SavedWriter saved : document.writers().values()) {
      for (ComponentId picked : saved.explicit()) {
        SortedSet<Volume> volumes = saved.selection().volumes(saved.selection().setOf(picked));
        add(parts, picked.toString(), volumes, isApplication(saved.metadata()));
      }
    }
  }

  private static void add(
      Map<SortedSet<Volume>, Part> parts,
      String name,
      SortedSet<Volume> volumes,
      boolean application) {
    parts.merge(
        volumes,
        new Part(name, volumes, application),
        (one, other) ->
            new Part(
                one.name() + ", " + other.name(),
                volumes,
                one.application() || other.application()));
  }

  private static boolean isApplication(WriterMetadata writer) {
    return writer.kind() == HoldKind.BACKUP_MODE
        || writer.restoreMethod() == RestoreMethod.STOP_RESTORE_START;
  }
}
