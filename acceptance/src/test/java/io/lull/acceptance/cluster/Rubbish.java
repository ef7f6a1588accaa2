package io.lull.acceptance.cluster;

import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.MessageSerializer;
import io.lull.cluster.config.serialization.RefusedMessage;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** What a hostile node sends to a host: bytes that are not what their manifest says. */
final class Rubbish implements HostMessage {
  private final String manifest;
  private final byte[] bytes;

  Rubbish(String manifest, byte[] bytes) {
    this.manifest = manifest;
    this.bytes = bytes;
  }

  /** Takes the place of the serialiser of messages, under whose number it also sends rubbish. */
  static final class Serializer extends SerializerWithStringManifest {
    private final MessageSerializer honest;

    Serializer(ExtendedActorSystem system) {
      this.honest = new MessageSerializer(system);
    }

    @Override
    public int identifier() {
      return honest.identifier();
    }

    @Override
    public String manifest(Object message) {
      return message instanceof Rubbish rubbish ? rubbish.manifest : honest.manifest(message);
    }

    @Override
    public byte[] toBinary(Object message) {
      return message instanceof Rubbish rubbish ? rubbish.bytes : honest.toBinary(message);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws RefusedMessage {
      return honest.fromBinary(bytes, manifest);
    }
  }
}
