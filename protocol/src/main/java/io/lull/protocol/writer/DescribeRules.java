package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.Describe;
import io.lull.protocol.writer.WriterInput.Described;
import io.lull.protocol.writer.WriterInput.Identify;
import io.lull.protocol.writer.WriterReply.Identified;
import io.lull.protocol.writer.WriterReply.Unidentified;

/** Identify, which comes at any time from anybody and leaves no trace. */
final class DescribeRules {
  private DescribeRules() {}

  /** Also when it is meant for an earlier life: the answer says which life this is. */
  static Decision<WriterEvent, WriterEffect, WriterReply> identify(
      Writer writer, Identify input, Uptime now) {
    return Decision.effect(new Describe(input.session(), writer.limits().identify()));
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> described(
      Writer writer, Described input, Uptime now) {
    return Decision.reply(
        input
            .metadata()
            .<WriterReply>map(
                metadata ->
                    new Identified(writer.id(), input.session(), writer.incarnation(), metadata))
            .orElseGet(() -> new Unidentified(writer.id(), input.session(), fault(input))));
  }

  private static Fault fault(Described input) {
    return input
        .fault()
        .orElseGet(
            () ->
                Fault.expected(
                    Failure.UNEXPECTED_WRITER_ERROR,
                    "metadata or a fault",
                    "the application gave neither"));
  }
}
