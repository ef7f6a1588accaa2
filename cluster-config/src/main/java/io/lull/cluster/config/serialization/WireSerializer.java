package io.lull.cluster.config.serialization;

import io.lull.wire.TypeNames;
import io.lull.wire.Wire;
import io.lull.wire.WireException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Values of the protocol as they are, for the journal and for answers; bound to all {@link
 * TypeNames#types} in {@code reference.conf}.
 *
 * <p>Its limits are those of {@link io.lull.wire.WireLimits} and no setting: an event that was
 * written once must be readable for ever.
 */
public final class WireSerializer extends SerializerWithStringManifest {
  /** Lies in journals, so it never changes. */
  static final int IDENTIFIER = 7401;

  private final ExtendedActorSystem system;

  public WireSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object value) {
    return TypeNames.nameOf(value.getClass())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a value with a name in TypeNames, but got " + value.getClass()));
  }

  @Override
  public byte[] toBinary(Object value) {
    try {
      return Wire.cbor().write(value);
    } catch (WireException why) {
      throw Refusals.get(system).unwritable(why);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws RefusedMessage {
    Class<?> type = TypeNames.typeOf(manifest).orElse(null);
    if (type == null) {
      throw Refusals.get(system)
          .refused(Refusals.Kind.UNKNOWN_TYPE, EnvelopeSerializer.unknown(manifest));
    }
    try {
      return Wire.cbor().read(bytes, type);
    } catch (WireException why) {
      throw Refusals.get(system).unreadable(manifest, why);
    }
  }
}
