package io.lull.protocol.value;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.writer.Component;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Values of any protocol type, made from its shape; what a stranger may choose is chosen badly.
 *
 * <p>A sealed family gives at least one value of each of its records, so a new record is covered on
 * the day on which it is written.
 */
public final class Samples {
  /** What would break a line, steer a terminal or turn text round, if anybody let it. */
  public static final String HOSTILE = "a\n\u001b[31mb\u2028c\u202ed|e";

  private static final WriterId WRITER = new WriterId(new HostId("h"), "w");
  private static final ComponentId COMPONENT = new ComponentId(WRITER, "a\u2028b\u202ec");

  private static final Map<Class<?>, Object> FIXED =
      Map.ofEntries(
          Map.entry(String.class, "x"),
          Map.entry(boolean.class, true),
          Map.entry(Boolean.class, true),
          Map.entry(int.class, 3),
          Map.entry(long.class, 3L),
          Map.entry(Duration.class, Duration.ofSeconds(7)),
          Map.entry(Instant.class, Instant.EPOCH),
          Map.entry(Limits.class, Limits.defaults()),
          Map.entry(WriterId.class, WRITER),
          Map.entry(ComponentId.class, COMPONENT),
          Map.entry(Component.class, new Component(COMPONENT, Set.of(), true, true)),
          // One host for all, because what belongs together must lie on one host.
          Map.entry(HostId.class, new HostId("h")),
          Map.entry(Volume.class, new Volume(new HostId("h"), "/a\u2028b\u202ec")),
          Map.entry(HoldToken.class, new HoldToken("0123456789abcdef".repeat(2))),
          Map.entry(Digest.class, new Digest("fedcba9876543210".repeat(4))),
          Map.entry(Fault.class, Fault.of(Failure.INTERNAL, HOSTILE)));

  private Samples() {}

  /** Values of this type; of a sealed family at least one of each record. */
  public static <T> List<T> of(Class<T> type) {
    return values(type).stream().map(type::cast).toList();
  }

  private static List<Object> values(Type type) {
    if (type instanceof ParameterizedType generic) {
      return values((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
    }
    Class<?> raw = (Class<?>) type;
    if (FIXED.containsKey(raw)) {
      return List.of(FIXED.get(raw));
    }
    if (raw.isEnum()) {
      return List.of(raw.getEnumConstants());
    }
    return raw.isSealed()
        ? Arrays.stream(raw.getPermittedSubclasses())
            .flatMap(leaf -> values(leaf).stream())
            .toList()
        : records(raw);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Keys and members of the protocol are all sortable.
  private static List<Object> values(Class<?> raw, Type[] arguments) {
    List first = values(arguments[0]);
    List last = values(arguments[arguments.length - 1]);
    if (raw == Optional.class) {
      List<Object> both = new ArrayList<>(List.of(Optional.empty()));
      // A writer that stands behind another one cannot be the same one, and there is only one.
      first.stream()
          .filter(value -> !value.equals(WRITER))
          .forEach(value -> both.add(Optional.of(value)));
      return both;
    }
    if (raw == List.class) {
      return List.of(first);
    }
    if (raw == Set.class || raw == SortedSet.class) {
      return List.of(Sorted.set(first));
    }
    if (raw == Map.class || raw == SortedMap.class) {
      return List.of(Sorted.map(Map.of((Comparable) first.getFirst(), last.getFirst())));
    }
    throw new IllegalArgumentException("expected a type of the protocol, but got " + raw);
  }

  /** Goes through the values of all components side by side, so that each one occurs. */
  private static List<Object> records(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<List<Object>> columns =
        Arrays.stream(components).map(part -> values(part.getGenericType())).toList();
    int rows = columns.stream().mapToInt(List::size).max().orElse(1);
    List<Object> made = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int place = row;
      made.add(make(type, columns.stream().map(c -> c.get(place % c.size())).toArray()));
    }
    return made;
  }

  private static Object make(Class<?> type, Object[] arguments) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("expected that " + type + " can be made, but it cannot", e);
    }
  }
}
