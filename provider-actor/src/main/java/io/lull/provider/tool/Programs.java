package io.lull.provider.tool;

import io.lull.kernel.command.CommandLine;
import io.lull.kernel.command.Outcome;
import io.lull.kernel.command.Running;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The programs of a tool, called one after the other.
 *
 * <p>None of them is killed: between two calls of its own it may have suspended a device, for which
 * nobody else would be there to resume it. Such tools end by themselves when they are asked.
 *
 * @param path the directories where they are looked for, separated by colons
 */
public record Programs(String path) {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

  /** Calls a program and says how it ended. */
  public Outcome call(List<String> words)
      throws IOException, InterruptedException, ProviderException {
    if (Thread.interrupted()) {
      throw new InterruptedException("expected " + words.getFirst() + " to be wanted still");
    }
    List<String> all = new ArrayList<>(words);
    all.set(0, find(words.getFirst()));
    return Running.start(new CommandLine(all), ENVIRONMENT).awaitWhole();
  }

  private String find(String program) throws ProviderException {
    for (String directory : path.split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return directory + "/" + program;
      }
    }
    throw new ProviderException(
        Fault.expected(
            Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
            "the program " + program + " in " + path,
            "it is not installed"));
  }

  /** Calls a program that has to succeed; what it printed. */
  public String need(List<String> words)
      throws IOException, InterruptedException, ProviderException {
    Outcome outcome = call(words);
    if (!outcome.isSuccess()) {
      throw new ProviderException(failed(words, outcome));
    }
    return outcome.out();
  }

  /** Why a program failed, which may be that there is no room. */
  public static Fault failed(List<String> words, Outcome outcome) {
    boolean full =
        outcome.err().contains("out of space")
            || outcome.err().contains("nsufficient free space")
            || outcome.err().contains("No space left")
            || outcome.err().contains("quota exceeded");
    return Fault.expected(
        full ? Failure.INSUFFICIENT_STORAGE : Failure.PROVIDER_VETO,
        "'" + String.join(" ", words) + "' to succeed",
        outcome.complaint());
  }
}
