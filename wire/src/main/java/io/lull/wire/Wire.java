package io.lull.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.TSFBuilder;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The two forms of a message: JSON to look at, CBOR to send.
 *
 * <p>Both say the same. A record is an object of its components; a member of a sealed family says
 * in {@code is} which one it is; an identity is the text or number that it prints as.
 *
 * <p>A field that this version does not know is skipped, so that a newer version may add what an
 * older one can do without. A message or constant that it does not know is refused, since guessing
 * what somebody wants is worse than saying no. A missing field is refused unless it is optional or
 * what was so before it came is known: one of both must hold for whatever is added to an event,
 * because old journals do not have it.
 */
public final class Wire {
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(WireLimits.DEPTH)
          .maxStringLength(WireLimits.TEXT_CHARS)
          .maxNameLength(WireLimits.KEY_CHARS)
          .maxNumberLength(32)
          .maxDocumentLength(4L * WireLimits.MESSAGE_BYTES)
          .build();

  private static final Wire JSON = new Wire(bounded(JsonFactory.builder()), false);
  private static final Wire CBOR = new Wire(bounded(CBORFactory.builder()), true);

  private final JsonFactory factory;
  private final boolean binary;

  private Wire(JsonFactory factory, boolean binary) {
    this.factory = factory;
    this.binary = binary;
  }

  public static Wire json() {
    return JSON;
  }

  public static Wire cbor() {
    return CBOR;
  }

  /**
   * The bytes of a value.
   *
   * @throws WireException if they would be more than anybody reads
   * @throws IllegalArgumentException if values of this type have no form, which is our mistake
   */
  public byte[] write(Object value) {
    return write(Forms.give(value));
  }

  /**
   * What a member of a sealed family says in {@code is}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static String name(Object member) {
    return Names.familyOf(member.getClass())
        .flatMap(family -> family.nameOf(member.getClass()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a member of a family, but got " + member.getClass()));
  }

  byte[] write(Tree tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = factory.createGenerator(bytes)) {
      new TreeWriter(out).write(tree);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    if (bytes.size() > WireLimits.MESSAGE_BYTES) {
      throw WireLimits.exceeded("a number of bytes", WireLimits.MESSAGE_BYTES);
    }
    return bytes.toByteArray();
  }

  /**
   * The value that the bytes stand for, made by its own constructor.
   *
   * @param type a record, an identity, or a sealed family of which any member will do
   * @throws WireException if the bytes are no such value, or more than anybody reads
   * @throws IllegalArgumentException if values of this type have no form, which is our mistake
   */
  public <T> T read(byte[] bytes, Class<T> type) {
    return Forms.of(type).take(tree(bytes), Place.TOP);
  }

  Tree tree(byte[] bytes) {
    if (bytes.length > WireLimits.MESSAGE_BYTES) {
      throw WireLimits.exceeded("a number of bytes", WireLimits.MESSAGE_BYTES);
    }
    try (JsonParser parser = parser(bytes)) {
      return new TreeReader(parser).read();
    } catch (StreamConstraintsException exceeded) {
      throw WireException.tooLarge("a message within the limits", exceeded.getOriginalMessage());
    } catch (JsonProcessingException broken) {
      throw WireException.malformed(binary ? "CBOR" : "JSON", broken.getOriginalMessage());
    } catch (IOException broken) {
      throw WireException.malformed(binary ? "CBOR" : "JSON", broken.toString());
    }
  }

  // Jackson would guess other encodings and repair broken text, so it is given characters.
  private JsonParser parser(byte[] bytes) throws IOException {
    return binary ? factory.createParser(bytes) : factory.createParser(Texts.decoded(bytes));
  }

  // Tables of names that outlive a message are a place for strangers to fill.
  private static JsonFactory bounded(TSFBuilder<?, ?> builder) {
    return builder
        .streamReadConstraints(CONSTRAINTS)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();
  }
}
