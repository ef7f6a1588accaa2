package io.lull.benchmarks.system;

import java.util.List;

/** What was said after the name of a measurement: {@code name=value} each. */
record Options(List<String> said) {
  int number(String name, int otherwise) {
    return said.stream()
        .filter(option -> option.startsWith(name + "="))
        .map(option -> Integer.parseInt(option.substring(name.length() + 1)))
        .findFirst()
        .orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return said.stream()
        .filter(option -> option.startsWith(name + "="))
        .map(option -> option.substring(name.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }
}
