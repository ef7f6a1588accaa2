package io.lull.provider.tool;

import io.lull.protocol.provider.ProviderKind;
import java.util.Arrays;
import java.util.Locale;

/** Where copies are made, as a setting says it. */
public final class ClassSetting {
  private ClassSetting() {}

  public static ProviderKind parse(String word) {
    return Arrays.stream(ProviderKind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a class of hardware, software or system, but got '" + word + "'"));
  }
}
