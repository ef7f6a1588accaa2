package io.lull.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The form of a member of a sealed family: its record, and which one it is.
 *
 * <p>A member has this form also where no other could stand, so that one type has one form.
 */
final class FamilyForm<T> implements Form<T> {
  private final Class<T> wanted;
  private final Map<String, Class<?>> byName;
  private final Map<Class<?>, String> names;

  FamilyForm(Class<T> wanted, Family<?> family) {
    this.wanted = wanted;
    this.byName =
        family.members().entrySet().stream()
            .filter(member -> wanted.isAssignableFrom(member.getValue()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    this.names =
        byName.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
  }

  @Override
  public Tree give(T value) {
    String name = names.get(value.getClass());
    if (name == null) {
      throw new IllegalArgumentException(
          "expected a member of " + wanted.getName() + " with a name, but got " + value.getClass());
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put(Family.TAG, new Tree.Text(name));
    RecordForm.of(value).giveInto(fields, value);
    return new Tree.Fields(fields);
  }

  @Override
  public T take(Tree tree, Place place) {
    if (!(tree instanceof Tree.Fields(Map<String, Tree> fields))) {
      throw place.malformed(what(), "got " + tree.kind());
    }
    if (!(fields.get(Family.TAG) instanceof Tree.Text(String name))) {
      throw place.malformed(what(), "its '" + Family.TAG + "' does not say which one it is");
    }
    Class<?> member =
        Optional.ofNullable(byName.get(name))
            .orElseThrow(() -> place.malformed(what() + " that this version knows", "got " + name));
    return wanted.cast(RecordForm.of(member).take(tree, place));
  }

  private String what() {
    return "a " + wanted.getSimpleName();
  }
}
