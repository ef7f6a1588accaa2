package io.lull.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Evidence;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.provider.Marker;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read as what it was, for every type that there is. */
class RoundTripTest {
  private static final int INSTANCES = 5;

  /** What is stored or shown by itself and not as a part of any message. */
  static final List<Class<?>> STANDALONE =
      List.of(
          BackupDocument.class,
          Certificate.class,
          EventLog.Header.class,
          Evidence.class,
          Marker.class);

  static List<Class<?>> members() {
    return Names.ALL.stream()
        .flatMap(family -> ProtocolTypes.members(family.root()).stream())
        .<Class<?>>map(member -> member)
        .toList();
  }

  static List<Class<?>> everything() {
    return List.copyOf(
        ProtocolTypes.reachable(Stream.concat(members().stream(), STANDALONE.stream()).toList()));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void keeps_every_value_in_json_and_in_cbor(Class<?> type) {
    for (int seed = 0; seed < INSTANCES; seed++) {
      Object value = Arbitrary.of(seed).of(boxed(type));
      for (Wire wire : List.of(Wire.json(), Wire.cbor())) {
        byte[] bytes = wire.write(value);
        Object read = wire.read(bytes, value.getClass());
        assertThat(read).isEqualTo(value);
        assertThat(wire.write(read)).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("members")
  void reads_every_member_as_its_family(Class<?> member) {
    Class<?> root = Names.familyOf(member).orElseThrow().root();
    Object value = Arbitrary.of(1).of(member);
    Object fromJson = Wire.json().read(Wire.json().write(value), root);
    Object fromCbor = Wire.cbor().read(Wire.cbor().write(value), root);

    assertThat(fromJson).isEqualTo(value);
    assertThat(fromCbor).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("members")
  void says_the_same_in_json_and_in_cbor(Class<?> member) {
    Object value = Arbitrary.of(2).of(member);

    assertThat(Wire.cbor().tree(Wire.cbor().write(value)))
        .isEqualTo(Wire.json().tree(Wire.json().write(value)));
  }

  private static Class<?> boxed(Class<?> type) {
    return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
  }
}
