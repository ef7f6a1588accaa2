package io.lull.protocol.plan;

import io.lull.protocol.document.Selection;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * All that there is to be picked from.
 *
 * @param writers as they described themselves
 * @param absent writers that could not describe themselves, and why
 * @param labels of the writers; one without labels need not be named
 * @param providers of all hosts
 */
public record Offer(
    List<WriterMetadata> writers,
    SortedMap<WriterId, Fault> absent,
    SortedMap<WriterId, SortedMap<String, String>> labels,
    List<ProviderId> providers) {
  public Offer {
    writers = List.copyOf(writers);
    absent = Sorted.map(absent);
    labels = Sorted.map(labels);
    providers = List.copyOf(providers);
  }

  /** What writers say, where labels and providers do not matter. */
  public static Offer of(Collection<WriterMetadata> writers) {
    return new Offer(List.copyOf(writers), Sorted.map(Map.of()), Sorted.map(Map.of()), List.of());
  }

  /** What can be picked by itself. */
  Stream<Component> components() {
    return writers.stream()
        .flatMap(
            writer ->
                writer.components().stream()
                    .filter(Component::selectable)
                    .filter(one -> Selection.objection(writer, one.id()).isEmpty()));
  }

  Map<String, String> labels(WriterId writer) {
    return labels.getOrDefault(writer, Sorted.map(Map.of()));
  }
}
