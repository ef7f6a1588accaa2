package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.frame.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The page of the manual has all commands; what people have written around them stays. */
class ManualDocTest {
  private static final String BEGIN = ".\\\" Generated from the commands; run ./rewrite";
  private static final String END = ".\\\" End of what is generated";
  private static final Path PAGE =
      Path.of(System.getProperty("lull.root"), "node/src/main/dist/share/man/man1/lull.1");

  @Test
  void has_every_command_with_every_option() throws IOException {
    String page = Files.readString(PAGE);
    List<String> generated = Manual.of(new Program(Surroundings.ofProcess()).program());
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    assertThat(begin).as("where it begins").isNotNegative();
    assertThat(end).as("where it ends").isGreaterThan(begin);
    String wanted =
        page.substring(0, begin)
            + BEGIN
            + "\n"
            + String.join("\n", generated)
            + "\n"
            + page.substring(end);
    if (Boolean.getBoolean("lull.rewrite")) {
      Files.writeString(PAGE, wanted);
      return;
    }
    assertThat(page.lines())
        .as("HINT: run ./rewrite")
        .containsExactlyElementsOf(wanted.lines().toList());
  }

  /** Whatever is in the words of a command, it is text and never a request. */
  @Command(name = "lull", subcommands = ManualDocTest.Strange.class, description = "Without.")
  private static final class Top {}

  @Command(
      name = "odd",
      description = {".de is no request. 'Tis told.", "a\\b, --all and well-known", "", "naïve"},
      footer = {"", "Examples:", "  lull odd --x -y", ".so /etc/passwd"})
  @SuppressWarnings("UnusedVariable") // It is picocli that looks at them.
  private static final class Strange {
    @Option(
        names = {"-x", "--ex"},
        required = true,
        description = ".It is not")
    private boolean ex;

    @Option(names = "--wait", arity = "0..1", paramLabel = "TIME", description = "Wait.")
    private String wait = "";

    @Parameters(arity = "0..*", paramLabel = "Fl", description = "What.")
    private List<String> what = List.of();
  }

  @Test
  void takes_nothing_for_a_request_that_is_text() {
    assertThat(Manual.of(new CommandLine(new Top())))
        .containsSequence(
            ".Ss lull odd",
            ".Nm",
            ".Cm odd",
            ".Fl \\-ex",
            ".Op Fl \\-wait Ns Op = Ns Ar TIME",
            ".Op Ar \\&Fl ...",
            ".Pp",
            "\\&.de is no request. 'Tis told.",
            ".br",
            "a\\eb, \\-\\-all and well-known",
            ".Pp",
            "na\\[u00EF]ve",
            ".Bl -tag -width Ds",
            ".It Ar \\&Fl ...",
            "What.",
            ".It Fl x , Fl \\-ex",
            "\\&.It is not",
            ".It Fl \\-wait Ns Op = Ns Ar TIME",
            "Wait.",
            ".El",
            ".Bd -literal",
            "\\&Examples:",
            "\\&  lull odd \\-\\-x \\-y",
            "\\&.so /etc/passwd",
            ".Ed");
  }
}
