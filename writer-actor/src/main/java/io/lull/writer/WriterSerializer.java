package io.lull.writer;

import io.lull.cluster.config.serialization.EnvelopeForm;
import io.lull.cluster.config.serialization.EnvelopeSerializer;
import io.lull.protocol.writer.WriterInput;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;

/** What is sent to a writer on another node. */
public final class WriterSerializer extends EnvelopeSerializer {
  /** Never used by another serialiser of the cluster. */
  static final int IDENTIFIER = 7404;

  public WriterSerializer(ExtendedActorSystem system) {
    super(
        system,
        IDENTIFIER,
        List.of(
            EnvelopeForm.asking(
                "writer-asked",
                WriterCommand.Asked.class,
                WriterInput.class,
                WriterCommand.Asked::input,
                WriterCommand.Asked::replyTo,
                WriterCommand.Asked::new)));
  }
}
