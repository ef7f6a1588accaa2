package io.lull.cli.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with tokens in the directory in which somebody stands. */
class TokenFileTest {
  private static final int STRANGER = 65534;

  @TempDir Path directory;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path data;
  private Path token;

  @BeforeEach
  void plant() throws IOException {
    data = Files.createDirectory(directory.resolve("data"));
    token = Files.writeString(data.resolve("api.token"), "the-token\n");
    permit(data, "rwxr-xr-x");
    permit(token, "rw-------");
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static void give(Path path) throws IOException {
    assumeTrue(Owned.self() == Owned.ROOT, "only root gives files away");
    Files.setAttribute(path, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
  }

  private Optional<TokenFile> found(Optional<String> named) {
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            directory,
            new PrintStream(err, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            new Terminal(false, false, true, 80));
    // There may be a node on this machine, whose token is as good as any.
    return TokenFile.find(named, surroundings).filter(file -> file.path().startsWith(directory));
  }

  private void isRefused(String why) {
    assertThat(found(Optional.empty())).isEmpty();
    assertThat(err.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("lull: not using the token in " + token)
        .contains(why)
        .endsWith("name it by --token-file")
        .doesNotContain("the-token");
  }

  @Test
  void that_of_ones_own_node_is_used() {
    assertThat(found(Optional.empty()).map(TokenFile::read)).hasValue("the-token");
    assertThat(err.size()).isZero();
  }

  @Test
  void that_of_somebody_else_is_not_unless_it_is_named() throws IOException {
    give(token);
    isRefused(token + " belongs to user " + STRANGER);
    assertThat(found(Optional.of("data/api.token")).flatMap(TokenFile::readAgain))
        .hasValue("the-token");
  }

  @Test
  void one_in_a_directory_of_somebody_else_is_not() throws IOException {
    give(data);
    isRefused(data + " belongs to user " + STRANGER);
  }

  @Test
  void one_that_others_may_replace_is_not() throws IOException {
    permit(data, "rwxrwxrwx");
    isRefused("others may write " + data);
  }

  @Test
  void one_that_others_may_write_is_not() throws IOException {
    permit(token, "rw-rw-rw-");
    isRefused("others may write " + token);
  }

  @Test
  void nor_does_a_link_lead_to_what_is_not_meant() throws IOException {
    Files.move(token, directory.resolve("secret"));
    Files.createSymbolicLink(token, directory.resolve("secret"));
    isRefused("leads elsewhere");
  }

  @Test
  void nor_one_of_somebody_else_to_a_directory_of_ours() throws IOException {
    Files.move(data, directory.resolve("other"));
    Files.createSymbolicLink(data, directory.resolve("other"));
    assertThat(found(Optional.empty())).isPresent();
    give(data);
    isRefused(data + " belongs to user " + STRANGER);
  }

  @Test
  void one_that_is_replaced_meanwhile_is_not_read_again() throws IOException {
    TokenFile file = found(Optional.empty()).orElseThrow();
    Files.writeString(token, "another\n");
    assertThat(file.readAgain()).hasValue("another");
    permit(token, "rw-rw-rw-");
    assertThat(file.readAgain()).isEmpty();
  }
}
