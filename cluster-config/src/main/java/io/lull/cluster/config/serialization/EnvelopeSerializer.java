package io.lull.cluster.config.serialization;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.wire.Wire;
import io.lull.wire.WireException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The base of a module's serialiser for what its actors send each other: something of the protocol,
 * and who waits for the answer.
 *
 * <p>A module extends it with its list of {@link EnvelopeForm}s and binds the records to it in its
 * {@code reference.conf}. The bytes are the length of the address, the address, and the payload as
 * CBOR. Envelopes are sent and never kept, so that they may be limited by a setting.
 */
public abstract class EnvelopeSerializer extends SerializerWithStringManifest {
  /** The setting for the largest message between nodes. */
  public static final String MESSAGE_SIZE = "lull.cluster.message-size";

  private static final int ADDRESS_MAX = 4096;
  private static final int SHOWN_MAX = 60;

  private final ExtendedActorSystem system;
  private final int identifier;
  private final int sizeMax;
  private final Map<String, EnvelopeForm<?>> byManifest;
  private final Map<Class<?>, EnvelopeForm<?>> byType;

  /**
   * @param identifier unique in the cluster and never changed; 7401 is taken, modules count on
   */
  protected EnvelopeSerializer(
      ExtendedActorSystem system, int identifier, List<EnvelopeForm<?>> forms) {
    this.system = system;
    this.identifier = identifier;
    this.sizeMax = Math.toIntExact(system.settings().config().getBytes(MESSAGE_SIZE));
    this.byManifest =
        forms.stream()
            .collect(Collectors.toUnmodifiableMap(EnvelopeForm::manifest, Function.identity()));
    this.byType =
        forms.stream()
            .collect(Collectors.toUnmodifiableMap(EnvelopeForm::type, Function.identity()));
  }

  @Override
  public final int identifier() {
    return identifier;
  }

  @Override
  public final String manifest(Object envelope) {
    return form(envelope).manifest();
  }

  @Override
  public final byte[] toBinary(Object envelope) {
    EnvelopeForm<?> form = form(envelope);
    byte[] address = form.replyTo(envelope).map(this::address).orElse("").getBytes(UTF_8);
    try {
      byte[] payload = Wire.cbor().write(form.payload(envelope));
      int size = Integer.BYTES + address.length + payload.length;
      if (size > sizeMax) {
        throw WireException.tooLarge(largest(), "this one has " + size);
      }
      return ByteBuffer.allocate(size).putInt(address.length).put(address).put(payload).array();
    } catch (WireException why) {
      throw Refusals.get(system).unwritable(why);
    }
  }

  @Override
  public final Object fromBinary(byte[] bytes, String manifest) throws RefusedMessage {
    EnvelopeForm<?> form = byManifest.get(manifest);
    if (form == null) {
      throw refused(Refusals.Kind.UNKNOWN_TYPE, unknown(manifest));
    }
    if (bytes.length > sizeMax) {
      throw refused(Refusals.Kind.TOO_LARGE, "expected " + largest() + ", but got " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int length = bytes.length < Integer.BYTES ? -1 : in.getInt();
    if (length < 0 || length > Math.min(ADDRESS_MAX, in.remaining())) {
      throw refused(
          Refusals.Kind.MALFORMED,
          "expected an address within a " + manifest + ", but its length is " + length);
    }
    byte[] address = new byte[length];
    byte[] payload = new byte[in.remaining() - length];
    in.get(address).get(payload);
    try {
      return form.make(
          Wire.cbor().read(payload, form.payloadType()), actor(new String(address, UTF_8)));
    } catch (WireException why) {
      throw Refusals.get(system).unreadable(manifest, why);
    } catch (IllegalArgumentException why) {
      throw refused(
          Refusals.Kind.MALFORMED, "expected a " + manifest + ", but " + why.getMessage());
    }
  }

  /** What to say of a manifest that may be a stranger's. */
  static String unknown(String manifest) {
    String shown = manifest.length() > SHOWN_MAX ? manifest.substring(0, SHOWN_MAX) : manifest;
    return Fault.expected(
            Failure.MALFORMED, "a manifest that this version knows", "got '" + shown + "'")
        .detail();
  }

  private String largest() {
    return "a message of at most " + sizeMax + " bytes (" + MESSAGE_SIZE + ")";
  }

  private RefusedMessage refused(Refusals.Kind kind, String detail) {
    return Refusals.get(system).refused(kind, detail);
  }

  private EnvelopeForm<?> form(Object envelope) {
    EnvelopeForm<?> form = byType.get(envelope.getClass());
    if (form == null) {
      throw new IllegalArgumentException(
          "expected a record with a form in " + getClass() + ", but got " + envelope.getClass());
    }
    return form;
  }

  private String address(ActorRef<?> actor) {
    return ActorRefResolver.get(Adapter.toTyped(system)).toSerializationFormat(actor);
  }

  private Optional<ActorRef<?>> actor(String address) {
    return address.isEmpty()
        ? Optional.empty()
        : Optional.of(ActorRefResolver.get(Adapter.toTyped(system)).resolveActorRef(address));
  }
}
