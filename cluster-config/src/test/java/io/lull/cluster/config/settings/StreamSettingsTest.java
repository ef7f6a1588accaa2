package io.lull.cluster.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamSettingsTest {
  @TempDir Path directory;

  private static Optional<String> door(String own) {
    return NodeSettings.of(ConfigFactory.parseString(own)).streams().door();
  }

  /** What makes the API listen on another address than that of this machine alone. */
  private String tls() {
    Path file = directory.resolve("file.pem");
    try {
      Files.writeString(file, "any");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return "lull.api.tls { key-file = \"" + file + "\", certificate-file = \"" + file + "\" }\n";
  }

  @Test
  void clients_come_where_the_api_listens() {
    assertThat(door("")).contains("http://127.0.0.1:7357");
    assertThat(door("lull.api.listen = \"localhost:9180\"")).contains("http://localhost:9180");
    assertThat(door(tls() + "lull.api.listen = \"db1:9180\"")).contains("https://db1:9180");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0:1", "[::]:1", "[0:0:0:0:0:0:0:0]:1", "[::0.0.0.0]:1", "00.0.0.0:1"})
  void nobody_can_come_to_every_address_there_is(String everywhere) {
    String listen = tls() + "lull.api.listen = \"" + everywhere + "\"\n";

    assertThat(door(listen)).isEmpty();
    assertThat(door(listen + "lull.streams.address = \"https://db1:9\"")).contains("https://db1:9");
  }

  @Test
  void a_node_that_listens_nowhere_has_no_door() {
    assertThat(door("lull.api.listen = \"\"")).isEmpty();
    assertThatThrownBy(() -> door("lull { api.listen = \"\", streams.address = \"http://db1:9\" }"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("lull.streams.address: expected lull.api.listen beside it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"begin", "open", "read", "roll"})
  void no_call_takes_longer_than_whoever_calls_waits(String step) {
    assertThat(door("lull.streams." + step + " = 1 hour")).isPresent();
    assertThatThrownBy(() -> door("lull.streams." + step + " = 61 minutes"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("lull.streams." + step + ": expected at most 1 hour");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db1",
        "db1:9180",
        "ftp://db1",
        "http://",
        "http:///x",
        "https://db1/x",
        "https://db1?x",
        "https://db1#x",
        "https://me:secret@db1",
        "https://db 1",
        "mailto:a@b"
      })
  void what_is_no_address_of_a_door_is_refused(String bad) {
    assertThatThrownBy(() -> door("lull.streams.address = \"" + bad + "\""))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("lull.streams.address: ");
  }
}
