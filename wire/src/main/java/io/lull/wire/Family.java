package io.lull.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names that the members of a sealed family have on the wire.
 *
 * <p>They are written down and not derived: a class may be renamed, what lies in a journal may not.
 *
 * @param root the sealed interface
 * @param members the records of the family by their names
 */
record Family<F>(Class<F> root, Map<String, Class<? extends F>> members) {
  /** The field that holds the name; no component may be called so. */
  static final String TAG = "is";

  static <F> Family<F> of(Class<F> root) {
    return new Family<>(root, Map.of());
  }

  Optional<String> nameOf(Class<?> member) {
    return members.entrySet().stream()
        .filter(entry -> entry.getValue() == member)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  Family<F> with(String name, Class<? extends F> member) {
    if (members.containsKey(name) || members.containsValue(member)) {
      throw new IllegalArgumentException(
          "expected each name and each member of "
              + root.getName()
              + " once, but got "
              + name
              + " for "
              + member.getName());
    }
    Map<String, Class<? extends F>> more = new LinkedHashMap<>(members);
    more.put(name, member);
    return new Family<>(root, Collections.unmodifiableMap(more));
  }
}
