package io.lull.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The form of a record: an object of its components, read by its canonical constructor. */
final class RecordForm<T> implements Form<T> {
  private static final Map<Class<?>, RecordForm<?>> KNOWN = new ConcurrentHashMap<>();

  private final Class<T> type;
  private final List<Part> parts;
  private final Constructor<T> constructor;

  /** One component; its form takes and gives what its accessor returns. */
  private record Part(String name, Method accessor, Form<Object> form) {}

  private RecordForm(Class<T> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    this.parts = Arrays.stream(components).map(component -> part(type, component)).toList();
    try {
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
    constructor.setAccessible(true);
  }

  @SuppressWarnings("unchecked") // The key is the class of the record that the value forms.
  static <T> RecordForm<T> of(Class<T> type) {
    // Not computeIfAbsent: the components of a record may be records.
    RecordForm<?> known = KNOWN.get(type);
    if (known == null) {
      known = new RecordForm<>(type);
      KNOWN.put(type, known);
    }
    return (RecordForm<T>) known;
  }

  @SuppressWarnings("unchecked") // The class of a value is a class of that value.
  static <T> RecordForm<T> of(T value) {
    return of((Class<T>) value.getClass());
  }

  private static Part part(Class<?> type, RecordComponent component) {
    if (component.getName().equals(Family.TAG)) {
      throw new IllegalArgumentException(
          "expected no component called '" + Family.TAG + "', but " + type.getName() + " has one");
    }
    component.getAccessor().setAccessible(true);
    return new Part(
        component.getName(),
        component.getAccessor(),
        Forms.ofComponent(component.getGenericType()));
  }

  @Override
  public Tree give(T value) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    giveInto(fields, value);
    return new Tree.Fields(fields);
  }

  void giveInto(Map<String, Tree> fields, T value) {
    for (Part part : parts) {
      Object component = component(part, value);
      if (!part.form().leftOut(component)) {
        fields.put(part.name(), part.form().give(component));
      }
    }
  }

  @Override
  public T take(Tree tree, Place place) {
    if (!(tree instanceof Tree.Fields(Map<String, Tree> fields))) {
      throw place.malformed("an object", "got " + tree.kind());
    }
    Object[] components = new Object[parts.size()];
    for (int i = 0; i < components.length; i++) {
      Part part = parts.get(i);
      Tree field = fields.get(part.name());
      Place here = place.at(part.name());
      components[i] = field == null ? part.form().missing(here) : part.form().take(field, here);
    }
    return made(components, place);
  }

  private T made(Object[] components, Place place) {
    try {
      return constructor.newInstance(components);
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof RuntimeException why) {
        throw place.refused(why);
      }
      throw new IllegalStateException(refused);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("expected to make a " + type.getName(), impossible);
    }
  }

  private static Object component(Part part, Object value) {
    try {
      return part.accessor().invoke(value);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("expected to read " + part.name(), impossible);
    }
  }
}
