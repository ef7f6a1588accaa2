package io.lull.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import io.lull.wire.SettingsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
  @TempDir Path directory;
  private Path file;
  private Path besides;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("lull.conf"), "lull { host = db1, a = 1, b = 1 }");
    besides = Files.createDirectory(directory.resolve("lull.conf.d"));
  }

  private SettingsFile settings() {
    return SettingsFile.of(List.of(file.toString()), SettingsFiles.USUAL);
  }

  @Test
  void what_lies_beside_the_file_is_read_after_it_in_the_order_of_the_names() throws IOException {
    Files.writeString(besides.resolve("20-later.conf"), "lull.b = 20");
    Files.writeString(besides.resolve("10-sooner.conf"), "lull { a = 10, b = 10, c = 10 }");

    Config read = settings().read();

    assertThat(read.getString("lull.host")).isEqualTo("db1");
    assertThat(read.getInt("lull.a")).isEqualTo(10);
    assertThat(read.getInt("lull.b")).isEqualTo(20);
    assertThat(read.getInt("lull.c")).isEqualTo(10);
    assertThat(settings().told())
        .isEqualTo(
            file
                + " and "
                + besides.resolve("10-sooner.conf")
                + " and "
                + besides.resolve("20-later.conf"));
  }

  @Test
  void what_is_no_file_with_settings_is_left_alone() throws IOException {
    Files.writeString(besides.resolve("README"), "not { settings");
    Files.writeString(besides.resolve(".10-hidden.conf"), "not { settings");
    Files.writeString(besides.resolve("10-plan.conf.dpkg-old"), "not { settings");

    assertThat(settings().read().getInt("lull.a")).isOne();
    assertThat(settings().told()).isEqualTo(file.toString());
  }

  @Test
  void a_mistake_in_one_of_them_is_told_with_its_name() throws IOException {
    Files.writeString(besides.resolve("10-wrong.conf"), "lull {");

    assertThatThrownBy(() -> settings().read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10-wrong.conf");
  }

  @Test
  void without_the_directory_there_is_the_file_alone() throws IOException {
    Files.delete(besides);

    assertThat(settings().read().getInt("lull.b")).isOne();
  }

  @Test
  void a_file_in_its_place_is_refused() throws IOException {
    Files.delete(besides);
    Files.createFile(besides);

    assertThatThrownBy(() -> settings().read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a directory with settings that can be read");
  }
}
