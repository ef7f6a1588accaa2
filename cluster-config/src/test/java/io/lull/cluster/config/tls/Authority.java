package io.lull.cluster.config.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority that signs the certificates of nodes, made by openssl. */
public final class Authority {
  static final String PASSWORD = "changeit";

  private final Path directory;

  public Authority(Path directory) throws IOException, InterruptedException {
    this.directory = Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("node.ext"),
        "subjectAltName=DNS:cluster.lull,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n");
    openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.crt");
  }

  /** A key and a signed certificate for a node; all nodes share one name beside their own. */
  public Signed sign(String node) throws IOException, InterruptedException {
    openssl(
        "req -newkey rsa:2048 -nodes -subj /CN=%s -keyout %1$s.key -out %1$s.csr".formatted(node));
    openssl(
        "x509 -req -in %s.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile node.ext"
                .formatted(node)
            + " -out %s.crt".formatted(node));
    openssl(
        "pkcs12 -export -in %s.crt -inkey %1$s.key -out %1$s.p12 -passout pass:%s"
            .formatted(node, PASSWORD));
    return new Signed(
        directory.resolve(node + ".key"),
        directory.resolve(node + ".crt"),
        directory.resolve("ca.crt"),
        directory.resolve(node + ".p12"));
  }

  /** The files of one node. */
  public record Signed(Path key, Path certificate, Path authority, Path store) {
    /** The settings of a node that uses these files. */
    public String settings() {
      return """
      lull.tls {
        key-file = "%s", certificate-file = "%s", ca-file = "%s", reload = 10 ms
      }
      """
          .formatted(key, certificate, authority);
    }

    /** The same files somewhere else, where they may be changed. */
    Signed copiedTo(Path directory) throws IOException {
      Files.createDirectories(directory);
      return new Signed(
          Files.copy(key, directory.resolve("tls.key")),
          Files.copy(certificate, directory.resolve("tls.crt")),
          Files.copy(authority, directory.resolve("ca.crt")),
          store);
    }

    /** Overwrites these files with those of another one, as whoever renews certificates does. */
    void replaceBy(Signed other) throws IOException {
      Files.write(key, Files.readAllBytes(other.key));
      Files.write(certificate, Files.readAllBytes(other.certificate));
      Files.write(authority, Files.readAllBytes(other.authority));
    }
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("expected " + command + " to succeed, but it said: " + said);
    }
  }
}
