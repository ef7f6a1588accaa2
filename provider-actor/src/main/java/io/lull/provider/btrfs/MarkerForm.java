package io.lull.provider.btrfs;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.provider.Marker;
import io.lull.provider.spi.ProviderException;
import io.lull.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The form of a marker as an attribute: JSON, which is deflated where it would be too long. */
final class MarkerForm {
  /** Of the 16 KiB of a btrfs leaf, less what the attribute itself needs. */
  static final int MAX = 12 * 1024;

  private MarkerForm() {}

  static byte[] write(Marker marker) throws IOException, ProviderException {
    byte[] json = Wire.json().write(marker);
    if (json.length <= MAX) {
      return json;
    }
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
      out.write(json);
    }
    if (deflated.size() > MAX) {
      throw new ProviderException(
          Fault.expected(
              Failure.MAXIMUM_NUMBER_OF_VOLUMES_REACHED,
              "a set whose volumes can be written down with each copy in " + MAX + " bytes",
              "it needs " + deflated.size()));
    }
    return deflated.toByteArray();
  }

  static Marker read(byte[] attribute) throws IOException {
    if (attribute.length > 0 && attribute[0] == '{') {
      return Wire.json().read(attribute, Marker.class);
    }
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(attribute))) {
      return Wire.json().read(in.readAllBytes(), Marker.class);
    }
  }
}
