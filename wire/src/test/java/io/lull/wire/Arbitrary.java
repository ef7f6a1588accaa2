package io.lull.wire;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.document.Selection;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes values of any type of the protocol out of a seed, by their own constructors. */
public final class Arbitrary {
  // The pools are small, so that values which must agree with each other often do.
  private static final List<String> NAMES = List.of("a", "b", "Db-1.x_y");
  private static final List<String> PATHS = List.of("data", "logs/ä#1", "x@y:z");
  private static final List<Integer> INTS =
      List.of(0, 1, 2, 77, Integer.MAX_VALUE, Integer.MIN_VALUE);
  private static final List<Long> LONGS =
      List.of(0L, 1L, 2L, 3L, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE);
  private static final Map<Class<?>, List<?>> POOLS =
      Map.ofEntries(
          Map.entry(String.class, List.of("x", "", "\"\\/\u0000\n\t", "ä€😀", "/srv/some words")),
          Map.entry(boolean.class, List.of(true, false)),
          Map.entry(Boolean.class, List.of(true, false)),
          Map.entry(int.class, INTS),
          Map.entry(Integer.class, INTS),
          Map.entry(long.class, LONGS),
          Map.entry(Long.class, LONGS),
          Map.entry(
              Duration.class,
              List.of(
                  Duration.ZERO,
                  Duration.ofSeconds(30),
                  Duration.ofNanos(-1),
                  Duration.ofSeconds(Long.MIN_VALUE),
                  Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))),
          Map.entry(
              Instant.class,
              List.of(
                  Instant.EPOCH,
                  Instant.MIN,
                  Instant.MAX,
                  Instant.ofEpochSecond(1_790_000_000, 1))));

  private static final int TRIES = 2000;

  private final SplittableRandom random;
  private final boolean full;

  private Arbitrary(long seed, boolean full) {
    this.random = new SplittableRandom(seed);
    this.full = full;
  }

  public static Arbitrary of(long seed) {
    return new Arbitrary(seed, false);
  }

  /** Leaves nothing out: for examples that are to show all that there is. */
  static Arbitrary full(long seed) {
    return new Arbitrary(seed, true);
  }

  public <T> T of(Class<T> type) {
    return type.cast(any(type));
  }

  private Object any(Type type) {
    return switch (type) {
      case Class<?> plain -> plain(plain);
      case ParameterizedType generic -> generic(generic);
      default -> throw new IllegalArgumentException("expected to make a " + type.getTypeName());
    };
  }

  private Object plain(Class<?> type) {
    if (POOLS.containsKey(type)) {
      return pick(POOLS.get(type));
    }
    if (type == Digest.class) {
      return new Digest(hex(32));
    }
    if (type == HoldToken.class) {
      return new HoldToken(hex(16));
    }
    if (type == Fault.class) {
      return Fault.of(of(Failure.class), "expected " + of(String.class) + ", but not this");
    }
    if (type == Limits.class) {
      return limits();
    }
    if (type == SavedWriter.class) {
      return saved(of(WriterMetadata.class));
    }
    if (type.isEnum()) {
      return pick(Arrays.asList(type.getEnumConstants()));
    }
    if (type.isSealed()) {
      return any(pick(ProtocolTypes.members(type)));
    }
    if (type.isRecord()) {
      return record(type);
    }
    throw new IllegalArgumentException("expected to make a " + type.getName() + ", but how?");
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      for (int tries = 0; tries < TRIES; tries++) {
        Object[] values =
            Arrays.stream(components).map(component -> component(type, component)).toArray();
        try {
          return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
          if (!(refused.getCause() instanceof IllegalArgumentException)) {
            throw refused;
          }
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("expected to make a " + type.getName(), e);
    }
    throw new IllegalArgumentException(
        "expected values that " + type.getName() + " accepts, but none did in " + TRIES + " tries");
  }

  private Object component(Class<?> type, RecordComponent component) {
    boolean id = type.getPackageName().endsWith(".id") && component.getType() == String.class;
    if (!id) {
      return any(component.getGenericType());
    }
    String path = pick(PATHS);
    return component.getName().equals("name")
        ? pick(NAMES)
        : random.nextBoolean() ? path : "/" + path;
  }

  private Object generic(ParameterizedType type) {
    Type[] parts = type.getActualTypeArguments();
    Type raw = type.getRawType();
    if (raw == Optional.class) {
      return full || random.nextBoolean() ? Optional.of(any(parts[0])) : Optional.empty();
    }
    if (raw == List.class) {
      return some(parts[0]);
    }
    if (raw == Set.class) {
      return Set.copyOf(some(parts[0]));
    }
    if (raw == SortedSet.class) {
      return new TreeSet<>(some(parts[0]));
    }
    if (raw == Map.class || raw == SortedMap.class) {
      Map<Object, Object> map = new HashMap<>();
      some(parts[0]).forEach(key -> map.put(key, any(parts[1])));
      return raw == Map.class ? map : new TreeMap<>(map);
    }
    throw new IllegalArgumentException("expected to make a " + type.getTypeName() + ", but how?");
  }

  private List<Object> some(Type type) {
    List<Object> some = new ArrayList<>();
    int size = full ? 1 : random.nextInt(4);
    for (int i = 0; i < size; i++) {
      some.add(any(type));
    }
    return some;
  }

  /** The parts must agree with each other more closely than luck would have it. */
  private SavedWriter saved(WriterMetadata metadata) {
    List<ComponentId> explicit =
        metadata.components().stream()
            .map(Component::id)
            .filter(id -> Selection.objection(metadata, id).isEmpty())
            .toList();
    boolean none = !full && random.nextBoolean();
    return new SavedWriter(metadata, Set.copyOf(explicit), none ? Set.of() : Set.copyOf(explicit));
  }

  private Limits limits() {
    Limits limits = Limits.defaults();
    for (Setting setting : Setting.values()) {
      if (random.nextInt(4) == 0) {
        limits =
            setting.unit() == Setting.Unit.TIME
                ? limits.with(setting, of(Duration.class))
                : limits.with(setting, of(Integer.class));
      }
    }
    return limits;
  }

  private String hex(int bytes) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return HexFormat.of().formatHex(some);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
