package io.lull.cli.command;

import io.lull.cli.frame.Format;
import io.lull.cli.stream.Compression;
import io.lull.cli.stream.Rate;
import io.lull.cli.text.Times;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.BackupType;
import io.lull.wire.Ids;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How what is typed becomes a value; the constructors of the values say what is wrong with it. */
public final class Converters {
  private Converters() {}

  public static void register(CommandLine program) {
    program
        .registerConverter(Duration.class, by(Times::parse))
        .registerConverter(SessionId.class, by(SessionId::new))
        .registerConverter(SetId.class, by(SetId::new))
        .registerConverter(ProviderId.class, by(Ids::provider))
        .registerConverter(Volume.class, by(Ids::volume))
        .registerConverter(Rate.class, by(Rate::parse))
        .registerConverter(Compression.class, by(Compression::parse))
        .registerConverter(Format.class, by(text -> constant(Format.class, text)))
        .registerConverter(
            CompletionCommand.Shell.class,
            by(text -> constant(CompletionCommand.Shell.class, text)))
        .registerConverter(Grade.class, by(text -> constant(Grade.class, text)))
        .registerConverter(BackupType.class, by(text -> constant(BackupType.class, text)));
  }

  private static <T> ITypeConverter<T> by(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(String.valueOf(wrong.getMessage()));
      }
    };
  }

  /** A constant as it is typed: in lower case, with dashes. */
  public static <E extends Enum<E>> E constant(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> typed(constant).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Converters::typed)
                            .collect(Collectors.joining(", "))
                        + ", but got '"
                        + text
                        + "'"));
  }

  public static String typed(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
