package io.lull.cli.command;

import io.lull.protocol.failure.ExitCode;
import java.util.concurrent.Callable;

/** What all commands are: something to run that ends with an exit code. */
public abstract class Command implements Callable<Integer> {
  protected final Context context;

  protected Command(Context context) {
    this.context = context;
  }

  @Override
  public final Integer call() throws Exception {
    return run().number();
  }

  protected abstract ExitCode run() throws Exception;
}
