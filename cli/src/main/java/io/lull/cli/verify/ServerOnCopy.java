package io.lull.cli.verify;

import io.lull.cli.verify.Toolbox.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One server on a copy, alone, from its start to its end. */
abstract class ServerOnCopy {
  final Path data;
  final Examination examination;
  final Toolbox tools;
  Owner owner = new Owner(0, 0);
  Optional<Server> server = Optional.empty();

  ServerOnCopy(Path data, Examination examination) {
    this.data = data;
    this.examination = examination;
    this.tools = examination.tools();
  }

  abstract void start() throws IOException, DamageException, NotCheckedException;

  /** What {@link #verify} does, which may depend on what was found at the start. */
  abstract String check();

  abstract void verify() throws IOException, DamageException, NotCheckedException;

  abstract Said answer(Question question) throws IOException;

  /** It recovers, it is asked by its own tool, and whatever comes of that it is stopped. */
  final void examine(Optional<Question> question) {
    try {
      if (examination.step("starts and recovers", this::start)
          && examination.step(check(), this::verify)) {
        question.ifPresent(asked -> examination.step("query", () -> asked.compare(answer(asked))));
      }
    } finally {
      server.ifPresent(Server::close);
    }
  }
}
