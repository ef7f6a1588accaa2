package io.lull.protocol.certificate;

import io.lull.protocol.id.WriterId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Every way to tamper with one thing in a tree of records.
 *
 * <p>It walks the records by reflection, so that a component added tomorrow is tampered with as
 * well. A type that it does not know stops it: somebody has to say how to alter that.
 */
final class Mutations {
  /** What an absent value is replaced by. */
  private static final Map<Type, Object> SAMPLES =
      Map.of(
          WriterId.class,
          EvidenceFixture.writerId("z/sample"),
          HoldToken.class,
          EvidenceFixture.token(EvidenceFixture.writerId("z/sample")),
          HoldEnd.class,
          HoldEnd.HELD,
          Digest.class,
          Digest.of("sample", List.of()));

  private Mutations() {}

  /**
   * One act of tampering.
   *
   * @param path where, with the index in a list
   * @param act what is done there
   * @param result what comes of it; empty when the type itself refuses to say such a thing
   */
  record Mutation<T>(String path, String act, Optional<T> result) {
    private <R> Mutation<R> in(String outer, Rebuild<T, R> rebuild) {
      return new Mutation<>(outer + path, act, result.flatMap(rebuild::apply));
    }

    @Override
    public String toString() {
      return act + " " + path;
    }
  }

  /** Puts an altered part back into its whole; empty when the whole refuses it. */
  private interface Rebuild<T, R> {
    Optional<R> apply(T part);
  }

  static <R extends Record> List<Mutation<R>> of(R root) {
    List<Mutation<R>> mutations = new ArrayList<>();
    RecordComponent[] components = root.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      int at = i;
      Object value = values(root)[at];
      Type type = components[at].getGenericType();
      for (Mutation<Object> inner : ofValue(value, type)) {
        mutations.add(inner.in("." + components[at].getName(), part -> with(root, at, part)));
      }
    }
    return mutations;
  }

  private static List<Mutation<Object>> ofValue(Object value, Type type) {
    return switch (value) {
      case HoldToken token -> List.of(altered(new HoldToken(otherDigit(token.hex()))));
      case Digest digest -> List.of(altered(new Digest(otherDigit(digest.hex()))));
      case Record record -> widened(of(record));
      case String text -> List.of(altered(text + "x"));
      case Long number -> List.of(altered(number + 1), altered(number - 1));
      case Boolean flag -> List.of(altered(!flag));
      case Enum<?> constant -> others(constant);
      case Optional<?> optional -> ofOptional(optional, argument(type));
      case List<?> list -> ofList(list, argument(type));
      case SortedSet<?> set -> ofSet(set, argument(type));
      default -> throw new AssertionError("expected a way to alter a " + type + ", but know none");
    };
  }

  private static List<Mutation<Object>> others(Enum<?> constant) {
    List<Mutation<Object>> others = new ArrayList<>();
    for (Object other : constant.getDeclaringClass().getEnumConstants()) {
      if (other != constant) {
        others.add(altered(other));
      }
    }
    return others;
  }

  private static List<Mutation<Object>> ofOptional(Optional<?> optional, Type type) {
    List<Mutation<Object>> mutations = new ArrayList<>();
    if (optional.isPresent()) {
      mutations.add(new Mutation<>("", "drop", Optional.of(Optional.empty())));
      ofValue(optional.get(), type)
          .forEach(inner -> mutations.add(inner.in("", part -> Optional.of(Optional.of(part)))));
    } else if (SAMPLES.containsKey(type)) {
      mutations.add(new Mutation<>("", "invent", Optional.of(Optional.of(SAMPLES.get(type)))));
    } else {
      throw new AssertionError("expected a sample of a " + type + ", but there is none");
    }
    return mutations;
  }

  /** Drops, doubles, alters and adds single elements, and lets every two swap what they say. */
  private static List<Mutation<Object>> ofList(List<?> list, Type type) {
    List<Mutation<Object>> mutations = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      int at = i;
      Object element = list.get(at);
      String index = "[" + at + "]";
      mutations.add(new Mutation<>(index, "drop", edited(list, copy -> removed(copy, at))));
      mutations.add(new Mutation<>(index, "double", edited(list, copy -> added(copy, element))));
      for (Mutation<Object> inner : ofValue(element, type)) {
        mutations.add(inner.in(index, part -> edited(list, copy -> replaced(copy, at, part))));
        mutations.add(
            new Mutation<Object>(inner.path(), "add a copy and " + inner.act(), inner.result())
                .in(index, part -> edited(list, copy -> added(copy, part))));
      }
      for (int j = i + 1; j < list.size(); j++) {
        mutations.addAll(swaps(list, at, j));
      }
    }
    return mutations;
  }

  private static List<Mutation<Object>> swaps(List<?> list, int i, int j) {
    List<Mutation<Object>> swaps = new ArrayList<>();
    Record one = (Record) list.get(i);
    Record other = (Record) list.get(j);
    RecordComponent[] components = one.getClass().getRecordComponents();
    for (int k = 0; k < components.length; k++) {
      Object ofOne = values(one)[k];
      Object ofOther = values(other)[k];
      if (!ofOne.equals(ofOther)) {
        Optional<Record> left = with(one, k, ofOther);
        Optional<Record> right = with(other, k, ofOne);
        Optional<Object> both =
            left.flatMap(
                l -> right.flatMap(r -> edited(list, c -> replaced(replaced(c, i, l), j, r))));
        String path = "[" + i + "]." + components[k].getName();
        swaps.add(new Mutation<>(path, "swap with [" + j + "]", both));
      }
    }
    return swaps;
  }

  private static List<Mutation<Object>> ofSet(SortedSet<?> set, Type type) {
    List<Mutation<Object>> mutations = new ArrayList<>();
    List<?> elements = List.copyOf(set);
    for (int i = 0; i < elements.size(); i++) {
      int at = i;
      mutations.add(
          new Mutation<>("[" + at + "]", "drop", sorted(edited(elements, c -> removed(c, at)))));
      for (Mutation<Object> inner : ofValue(elements.get(at), type)) {
        mutations.add(
            inner.in("[" + at + "]", part -> sorted(edited(elements, c -> replaced(c, at, part)))));
        mutations.add(
            new Mutation<Object>(inner.path(), "insert a copy and " + inner.act(), inner.result())
                .in("[" + at + "]", part -> sorted(edited(elements, c -> added(c, part)))));
      }
    }
    return mutations;
  }

  private static Mutation<Object> altered(Object result) {
    return new Mutation<>("", "alter", Optional.of(result));
  }

  private static List<Mutation<Object>> widened(List<? extends Mutation<?>> mutations) {
    return mutations.stream()
        .map(m -> new Mutation<Object>(m.path(), m.act(), m.result().map(Object.class::cast)))
        .toList();
  }

  private static Optional<Object> edited(List<?> list, UnaryOperator<List<Object>> edit) {
    return Optional.of(edit.apply(new ArrayList<>(list)));
  }

  private static Optional<Object> sorted(Optional<Object> elements) {
    return elements.map(list -> new TreeSet<Object>((Collection<?>) list));
  }

  private static List<Object> removed(List<Object> list, int at) {
    list.remove(at);
    return list;
  }

  private static List<Object> added(List<Object> list, Object element) {
    list.add(element);
    return list;
  }

  private static List<Object> replaced(List<Object> list, int at, Object element) {
    list.set(at, element);
    return list;
  }

  private static String otherDigit(String hex) {
    return (hex.charAt(0) == '0' ? '1' : '0') + hex.substring(1);
  }

  private static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }

  private static Object[] values(Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      try {
        values[i] = components[i].getAccessor().invoke(record);
      } catch (ReflectiveOperationException broken) {
        throw new LinkageError("expected records to be open to reflection", broken);
      }
    }
    return values;
  }

  @SuppressWarnings("unchecked") // A record of the same class with one other component.
  private static <R extends Record> Optional<R> with(R record, int at, Object value) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
    }
    Object[] values = values(record);
    values[at] = value;
    try {
      return Optional.of((R) record.getClass().getDeclaredConstructor(types).newInstance(values));
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof IllegalArgumentException) {
        return Optional.empty();
      }
      throw new AssertionError(refused);
    } catch (ReflectiveOperationException broken) {
      throw new LinkageError("expected records to be open to reflection", broken);
    }
  }
}
