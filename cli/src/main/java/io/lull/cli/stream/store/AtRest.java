package io.lull.cli.stream.store;

import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How archives are stored: compressed or not, then encrypted or not.
 *
 * @param level of the compression, if there is one
 * @param key for what is encrypted
 */
public record AtRest(OptionalInt level, Optional<Key> key) {
  public static final AtRest PLAIN = new AtRest(OptionalInt.empty(), Optional.empty());
  public static final int LEVEL = 3;
  private static final int LEVEL_MAX = 19;
  private static final int BUFFER = 1 << 16;

  public AtRest {
    if (level.isPresent() && (level.getAsInt() < 1 || level.getAsInt() > LEVEL_MAX)) {
      throw new IllegalArgumentException(
          "expected a level of 1 to " + LEVEL_MAX + ", but got " + level.getAsInt());
    }
  }

  public List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    if (level.isPresent()) {
      layers.add(Layer.ZSTD);
    }
    if (key.isPresent()) {
      layers.add(Layer.AGE);
    }
    return layers;
  }

  /** What an archive is written to so that it lands there as it is to be stored. */
  OutputStream into(OutputStream stored) throws IOException {
    OutputStream out = stored;
    if (key.isPresent()) {
      try {
        out =
            new BufferedOutputStream(
                Channels.newOutputStream(
                    new StandardEncryptingChannelFactory()
                        .newEncryptingChannel(
                            Channels.newChannel(out), List.of(key.get().writer()))),
                BUFFER);
      } catch (GeneralSecurityException refused) {
        throw new IOException("the key cannot encrypt", refused);
      }
    }
    if (level.isPresent()) {
      out = zstd(out, level.getAsInt());
    }
    return out;
  }

  private static OutputStream zstd(OutputStream out, int level) throws IOException {
    try {
      return new ZstdOutputStream(out, level);
    } catch (LinkageError incomplete) {
      throw noZstd();
    }
  }

  private static Trouble noZstd() {
    return Trouble.of(
        ExitCode.FAILED,
        "expected the library of zstd for this machine, but it cannot be loaded",
        "It is unpacked into the directory for temporary files, which must allow programs; name"
            + " another one by LULL_JAVA_OPTS=-Djava.io.tmpdir=DIR");
  }

  /**
   * The archive out of what is stored.
   *
   * @throws Trouble if the key is missing or not the one that it was encrypted for
   */
  static InputStream from(InputStream stored, List<Layer> layers, Optional<Key> key)
      throws IOException {
    InputStream in = stored;
    for (Layer layer : layers.reversed()) {
      in =
          switch (layer) {
            case AGE -> decrypted(in, key.orElseThrow(AtRest::noKey));
            case ZSTD -> unpacked(in);
          };
    }
    return in;
  }

  private static InputStream unpacked(InputStream in) throws IOException {
    try {
      return new ZstdInputStream(in);
    } catch (LinkageError incomplete) {
      throw noZstd();
    }
  }

  private static InputStream decrypted(InputStream in, Key key) throws IOException {
    try {
      return Channels.newInputStream(
          new StandardDecryptingChannelFactory()
              .newDecryptingChannel(Channels.newChannel(in), List.of(key.reader())));
    } catch (GeneralSecurityException refused) {
      throw Trouble.of(
          ExitCode.NOT_AUTHORISED,
          "expected the key that the backup was encrypted for, but this is another one",
          "Name it by --encryption-key-file");
    }
  }

  private static Trouble noKey() {
    return Trouble.usage(
        "expected a key, because the backup is encrypted, but got none",
        "Name it by --encryption-key-file");
  }
}
