package io.lull.protocol.plan;

import io.lull.protocol.document.Selection;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says which components and volumes a plan is about.
 *
 * <p>Whatever is named has to be there: a backup without it would not be what was asked for, and
 * nobody would notice.
 *
 * @param labels what a writer has to carry, all of it; nothing means that no label matters
 * @param include writers, components and volumes; none of the first two means all of them, unless
 *     volumes are named: then those writers whose data lies on these volumes and nowhere else
 * @param exclude what is left out of that, together with components that lie on a volume that is
 * @param prefer the providers to be tried first, in their order
 */
public record Selector(
    SortedMap<String, String> labels,
    List<NamePattern> include,
    List<NamePattern> exclude,
    List<NamePattern> prefer) {
  public Selector {
    labels = Sorted.map(labels);
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    prefer = List.copyOf(prefer);
    for (NamePattern pattern : include) {
      // Nobody can list the volumes of a host, so a pattern for them would mean nothing.
      if (pattern.ofVolumes()) {
        var _ = volume(pattern);
      }
    }
  }

  /** Picks of what there is. */
  public Pick pick(Offer offer) {
    SortedSet<ComponentId> components =
        offer
            .components()
            .filter(component -> takes(offer, component))
            .map(Component::id)
            .collect(Collectors.toCollection(TreeSet::new));
    SortedSet<Volume> volumes = new TreeSet<>(named());
    volumes.removeIf(volume -> any(exclude, volume));
    offer.writers().forEach(writer -> volumes.addAll(volumes(writer, components)));
    return fault(offer, components, volumes)
        .map(Pick::declined)
        .orElseGet(() -> Pick.of(components, preferred(volumes, offer)));
  }

  /** Why this is not what was asked for, if it is not. */
  private Optional<Fault> fault(
      Offer offer, SortedSet<ComponentId> components, SortedSet<Volume> volumes) {
    return silent(offer)
        .or(() -> missing(offer))
        .or(() -> carriedAlong(offer, components))
        .or(
            () ->
                volumes.isEmpty()
                    ? fault(Failure.OBJECT_NOT_FOUND, "something to be picked", "nothing is")
                    : Optional.empty());
  }

  /** A writer that would be picked and cannot say what it has. */
  private Optional<Fault> silent(Offer offer) {
    return offer.absent().entrySet().stream()
        .filter(absent -> wants(offer, absent.getKey()) && !any(exclude, absent.getKey()))
        .findFirst()
        .map(
            absent ->
                Fault.expected(
                    absent.getValue().failure(),
                    absent.getKey() + " to say what it has",
                    absent.getValue().detail()));
  }

  private boolean wants(Offer offer, WriterId writer) {
    // Of components only their writer can be known as long as it does not describe them.
    return carriesLabels(offer, writer)
        && (all()
            || writers().stream()
                .map(pattern -> new NamePattern(pattern.text().replaceFirst("#.*", "")))
                .anyMatch(pattern -> pattern.matches(writer)));
  }

  /** Something is included that is not there at all, be it left out afterwards or not. */
  private Optional<Fault> missing(Offer offer) {
    for (NamePattern pattern : writers()) {
      boolean there =
          offer
              .components()
              .filter(component -> carriesLabels(offer, component.id().writer()))
              .anyMatch(component -> names(pattern, component));
      if (!there) {
        return fault(
            Failure.OBJECT_NOT_FOUND,
            "'" + pattern + "' to name something that can be picked",
            "it names nothing" + (labels.isEmpty() ? "" : " that carries " + labels));
      }
    }
    return Optional.empty();
  }

  /** Something is left out that comes along with something above it all the same. */
  private Optional<Fault> carriedAlong(Offer offer, SortedSet<ComponentId> picked) {
    for (WriterMetadata writer : offer.writers()) {
      for (Component component : writer.components()) {
        Optional<ComponentId> top =
            picked.stream().filter(id -> id.isAbove(component.id())).findFirst();
        if (top.isPresent() && excluded(component)) {
          return fault(
              Failure.INVALID_ARGUMENT,
              "what is left out to be separate from what is picked",
              component.id() + " comes along with " + top.get());
        }
      }
    }
    return Optional.empty();
  }

  private boolean takes(Offer offer, Component component) {
    return carriesLabels(offer, component.id().writer())
        && !excluded(component)
        && (all() || includes(component));
  }

  /** Whether everything is meant that carries the labels. */
  private boolean all() {
    return include.isEmpty() || (writers().isEmpty() && !labels.isEmpty());
  }

  private boolean includes(Component component) {
    // Half of an application's data would be no copy of it.
    boolean liesThere = !component.volumes().isEmpty() && named().containsAll(component.volumes());
    return liesThere || writers().stream().anyMatch(pattern -> names(pattern, component));
  }

  private boolean excluded(Component component) {
    return exclude.stream()
        .anyMatch(
            pattern ->
                pattern.ofVolumes()
                    ? component.volumes().stream().anyMatch(pattern::matches)
                    : names(pattern, component));
  }

  private static boolean names(NamePattern pattern, Component component) {
    return pattern.matches(
        pattern.ofComponents() ? component.id() : (Object) component.id().writer());
  }

  private boolean carriesLabels(Offer offer, WriterId writer) {
    return offer.labels(writer).entrySet().containsAll(labels.entrySet());
  }

  /** The patterns that are about writers and their components. */
  private List<NamePattern> writers() {
    return include.stream().filter(pattern -> !pattern.ofVolumes()).toList();
  }

  private SortedSet<Volume> named() {
    return Sorted.set(
        include.stream().filter(NamePattern::ofVolumes).map(Selector::volume).toList());
  }

  private static Volume volume(NamePattern pattern) {
    if (!pattern.isName()) {
      throw new IllegalArgumentException(
          "expected a volume by its whole name, but got '" + pattern + "'");
    }
    int colon = pattern.text().indexOf(':');
    return new Volume(
        new HostId(pattern.text().substring(0, colon)), pattern.text().substring(colon + 1));
  }

  /** All that a writer's picked components lie on, and those that come with them. */
  private static SortedSet<Volume> volumes(WriterMetadata writer, SortedSet<ComponentId> picked) {
    SortedSet<Volume> volumes = new TreeSet<>();
    SortedSet<ComponentId> ours = new TreeSet<>(picked);
    ours.removeIf(id -> !id.writer().equals(writer.writer()));
    if (!ours.isEmpty()) {
      ours.addAll(Selection.mandatory(writer));
    }
    writer.components().stream()
        .filter(
            component ->
                ours.contains(component.id())
                    || ours.stream().anyMatch(top -> top.isAbove(component.id())))
        .forEach(component -> volumes.addAll(component.volumes()));
    return volumes;
  }

  private SortedMap<Volume, List<ProviderId>> preferred(Collection<Volume> volumes, Offer offer) {
    SortedMap<Volume, List<ProviderId>> preferred = new TreeMap<>();
    volumes.forEach(
        volume ->
            preferred.put(
                volume,
                prefer.stream()
                    .flatMap(
                        pattern ->
                            offer.providers().stream()
                                .filter(provider -> provider.host().equals(volume.host()))
                                .filter(pattern::matches))
                    .distinct()
                    .toList()));
    return preferred;
  }

  private static boolean any(List<NamePattern> patterns, Object named) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(named));
  }

  private static Optional<Fault> fault(Failure failure, String expected, String but) {
    return Optional.of(Fault.expected(failure, expected, but));
  }
}
