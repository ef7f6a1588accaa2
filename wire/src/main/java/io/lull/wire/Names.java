package io.lull.wire;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All families of messages that have a form; a new one is added to the class of its machine. */
final class Names {
  static final List<Family<?>> ALL =
      Stream.of(
              SessionNames.ALL,
              WindowNames.ALL,
              WriterNames.ALL,
              ProviderNames.ALL,
              SlotNames.ALL,
              StreamNames.ALL,
              StreamSessionNames.ALL,
              RestoreNames.ALL,
              CertificateNames.ALL)
          .<Family<?>>flatMap(List::stream)
          .toList();

  private Names() {}

  /** The family of a member, of the whole family, or of a part of it. */
  static Optional<Family<?>> familyOf(Class<?> type) {
    return ALL.stream().filter(family -> family.root().isAssignableFrom(type)).findFirst();
  }
}
