package io.lull.wire;

import io.lull.protocol.session.Declined;
import io.lull.wire.api.InstanceView;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the form of a type. */
final class Forms {
  private static final Map<Type, Form<?>> KNOWN = new ConcurrentHashMap<>(Values.FORMS);

  private Forms() {}

  @SuppressWarnings("unchecked") // The class of a value is a class of that value.
  static <T> Tree give(T value) {
    return of((Class<T>) value.getClass()).give(value);
  }

  @SuppressWarnings("unchecked") // A form is kept under the type whose values it forms.
  static <T> Form<T> of(Class<T> type) {
    return (Form<T>) ofType(type);
  }

  /** The form of a component; it is given only what the component's own accessor returned. */
  @SuppressWarnings("unchecked")
  static Form<Object> ofComponent(Type type) {
    return (Form<Object>) ofType(type);
  }

  private static Form<?> ofType(Type type) {
    // Not computeIfAbsent: finding a form finds those of its parts.
    Form<?> known = KNOWN.get(type);
    if (known == null) {
      known =
          switch (type) {
            case Class<?> plain -> ofClass(plain);
            case ParameterizedType generic -> ofGeneric(generic);
            default -> throw none(type);
          };
      KNOWN.put(type, known);
    }
    return known;
  }

  private static Form<?> ofClass(Class<?> type) {
    Optional<Family<?>> family = Names.familyOf(type);
    if (family.isPresent()) {
      return new FamilyForm<>(type, family.get());
    }
    if (type.isEnum()) {
      return Scalar.ofEnum(type);
    }
    if (type.isRecord()) {
      return RecordForm.of(type);
    }
    throw none(type);
  }

  /**
   * What was said of a host before hosts could be streamed has no list of its instances, and once
   * nobody said who had declined a volume.
   */
  private static <T> Form<List<T>> ofList(Type type, Form<T> element) {
    Form<List<T>> list = new Gathered.OfList<>(element);
    boolean later = type == InstanceView.class || type == Declined.class;
    return later ? new Later<>(list, List.of()) : list;
  }

  private static Form<?> ofGeneric(ParameterizedType type) {
    Type[] parts = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return new Gathered.OfOptional<>(ofType(parts[0]));
    }
    if (type.getRawType() == List.class) {
      return ofList(parts[0], ofType(parts[0]));
    }
    if (type.getRawType() == Set.class) {
      return new Gathered.OfSet<>(ofType(parts[0]));
    }
    if (type.getRawType() == SortedSet.class) {
      return new Gathered.OfSortedSet<>(ofType(parts[0]));
    }
    if (type.getRawType() == Map.class) {
      return new Gathered.OfMap<>(key(parts[0]), ofType(parts[1]));
    }
    if (type.getRawType() == SortedMap.class) {
      return new Gathered.OfSortedMap<>(key(parts[0]), ofType(parts[1]));
    }
    throw none(type);
  }

  private static Form.Key<?> key(Type type) {
    if (ofType(type) instanceof Form.Key<?> key) {
      return key;
    }
    throw new IllegalArgumentException(
        "expected keys of a map that are written as text, but got " + type.getTypeName());
  }

  private static IllegalArgumentException none(Type type) {
    return new IllegalArgumentException(
        "expected a record, an enum, an identity or a family in Names, but got "
            + type.getTypeName());
  }
}
