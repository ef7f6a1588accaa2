package io.lull.cli.verify;

import io.lull.cli.backup.Progress;
import io.lull.cli.verify.Checked.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The checks of one thing that was found in a set, and what comes of each. */
final class Examination {
  private final String component;
  private final String kind;
  private final String at;
  private final Toolbox tools;
  private final Links links;
  private final List<Checked> checks;
  private final Progress progress;

  /**
   * An examination of data.
   *
   * @param at where it lay at the backup
   * @param checks where what comes of each is noted
   */
  Examination(
      String component,
      String kind,
      String at,
      Toolbox tools,
      Links links,
      List<Checked> checks,
      Progress progress) {
    this.component = component;
    this.kind = kind;
    this.at = at;
    this.tools = tools;
    this.links = links;
    this.checks = checks;
    this.progress = progress;
  }

  /** One check; that it returns is the good news. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException, DamageException, NotCheckedException;
  }

  Toolbox tools() {
    return tools;
  }

  Links links() {
    return links;
  }

  Progress progress() {
    return progress;
  }

  /** Makes one check, and says whether it is worth while to go on to the next. */
  boolean step(String check, Step step) {
    progress.step("checking " + component + ": " + check);
    long began = System.nanoTime();
    Result result = Result.GOOD;
    String detail = "";
    try {
      step.run();
    } catch (DamageException damage) {
      result = Result.FAILED;
      detail = String.valueOf(damage.getMessage());
    } catch (NotCheckedException nobody) {
      result = Result.NOT_CHECKED;
      detail = String.valueOf(nobody.getMessage());
    } catch (IOException failed) {
      result = Result.NOT_CHECKED;
      detail = "it could not be done: " + failed;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (result != Result.GOOD) {
      tools.limit().checkLater();
    }
    checks.add(new Checked(component, kind, at, check, result, detail, took));
    return result == Result.GOOD;
  }

  /** Lets the owner of data in, and runs something as him. */
  Owner admitted(Path data) throws IOException, NotCheckedException {
    Owner owner = Owner.of(data);
    tools.scratch().admit(owner);
    if (tools.run(owner, tools.need("test"), "-r", data.toString()).status() != 0) {
      throw new NotCheckedException(
          "user "
              + owner.user()
              + ", to whom the data belongs, cannot come to it; name a directory by --in that"
              + " everybody may pass");
    }
    return owner;
  }
}
