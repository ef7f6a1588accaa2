package io.lull.wire.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The wire form as text: as it is for programs, laid out for people. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  public static String plain(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  public static String pretty(byte[] json) {
    StringWriter text = new StringWriter();
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    DefaultIndenter two = new DefaultIndenter("  ", "\n");
    printer.indentObjectsWith(two);
    printer.indentArraysWith(two);
    try (JsonParser in = FACTORY.createParser(json);
        JsonGenerator out = FACTORY.createGenerator(text)) {
      out.setPrettyPrinter(printer);
      in.nextToken();
      out.copyCurrentStructure(in);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
