package io.lull.cluster.config.serialization;

import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** What a hostile node sends: bytes that are not what it calls them. */
sealed interface Lie extends Question {
  String manifest();

  List<Byte> bytes();

  /** In the name of a serialiser that everybody has. */
  record Known(String manifest, List<Byte> bytes) implements Lie {}

  /** In the name of one that nobody has. */
  record Unheard(String manifest, List<Byte> bytes) implements Lie {}

  /** Sends them as they are. */
  class Serializer extends SerializerWithStringManifest {
    private final int identifier;

    Serializer(int identifier) {
      this.identifier = identifier;
    }

    @Override
    public int identifier() {
      return identifier;
    }

    @Override
    public String manifest(Object lie) {
      return ((Lie) lie).manifest();
    }

    @Override
    public byte[] toBinary(Object lie) {
      List<Byte> bytes = ((Lie) lie).bytes();
      byte[] raw = new byte[bytes.size()];
      for (int i = 0; i < raw.length; i++) {
        raw[i] = bytes.get(i);
      }
      return raw;
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
      throw new IllegalStateException("expected to lie and not to listen");
    }
  }

  final class AsKnown extends Serializer {
    AsKnown(ExtendedActorSystem system) {
      super(Question.Serializer.IDENTIFIER);
    }
  }

  final class AsUnheard extends Serializer {
    AsUnheard(ExtendedActorSystem system) {
      super(7498);
    }
  }
}
