package io.lull.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleTest {
  @TempDir Path directory;

  private Path file(String... lines) throws IOException {
    Path file = directory.resolve("tokens");
    ApiNode.tokens(file, lines);
    return file;
  }

  private static Optional<String> who(People people, String header) {
    return people
        .of(HttpRequest.GET("/").addHeader(RawHeader.create("Authorization", header)))
        .map(who -> who.name() + " " + who.role().key());
  }

  @Test
  void a_person_is_known_by_a_token_and_by_nothing_else() throws IOException {
    People people =
        People.of(
            file(
                "vera viewer " + ApiNode.hash("v"),
                "  olaf operator " + ApiNode.hash("o") + " # x"));

    assertThat(who(people, "Bearer v")).contains("vera viewer");
    assertThat(who(people, "bearer o")).contains("olaf operator");
    for (String bad : new String[] {"Bearer x", "Bearer", "Bearer ", "v", "Basic v", ""}) {
      assertThat(who(people, bad)).as(bad).isEmpty();
    }
    assertThat(people.of(HttpRequest.GET("/"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw----", "rw----r--", "rw-----w-", "rw-r--r--"})
  void a_file_that_others_could_have_read_or_written_is_refused(String permissions)
      throws IOException {
    Path file = file("vera viewer " + ApiNode.hash("v"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> People.of(file)).hasMessageContaining("chmod 600");
  }

  @Test
  void a_line_that_is_none_is_named_and_not_repeated() throws IOException {
    for (String bad :
        new String[] {
          "vera viewer s3cret",
          "vera boss " + ApiNode.hash("v"),
          "vera " + ApiNode.hash("v"),
          "ve/ra viewer " + ApiNode.hash("v")
        }) {
      Path file = file(bad);
      assertThatThrownBy(() -> People.of(file))
          .hasMessageContaining("line 2")
          .hasMessageNotContaining("s3cret");
    }
    Path twice = file("vera viewer " + ApiNode.hash("v"), "vera admin " + ApiNode.hash("w"));
    assertThatThrownBy(() -> People.of(twice)).hasMessageContaining("each name once");
  }

  @Test
  void a_changed_file_is_read_again_and_one_that_cannot_be_trusted_lets_nobody_in()
      throws IOException {
    Path file = file("vera viewer " + ApiNode.hash("v"));
    People people = People.of(file);

    ApiNode.tokens(file, "vera viewer " + ApiNode.hash("new"));
    people.refresh();
    assertThat(who(people, "Bearer v")).isEmpty();
    assertThat(who(people, "Bearer new")).contains("vera viewer");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    people.refresh();
    assertThat(who(people, "Bearer new")).isEmpty();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    people.refresh();
    assertThat(who(people, "Bearer new")).contains("vera viewer");

    Files.delete(file);
    people.refresh();
    assertThat(who(people, "Bearer new")).isEmpty();
  }

  @Test
  void the_own_token_is_for_the_owner_alone_and_new_each_time() throws IOException {
    Path file = directory.resolve("some/where/api.token");
    String first = OwnToken.random();
    String second = OwnToken.random();

    OwnToken.write(file, first);
    OwnToken.write(file, second);

    assertThat(second).isNotEqualTo(first).hasSizeGreaterThan(40);
    assertThat(Files.readString(file).strip()).isEqualTo(second);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(who(People.own(second), "Bearer " + second)).contains("own admin");
    assertThat(who(People.own(second), "Bearer " + first)).isEmpty();
  }
}
