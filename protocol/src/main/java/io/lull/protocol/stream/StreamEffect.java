package io.lull.protocol.stream;

import io.lull.protocol.id.InstanceId;

/**
 * What the host has to do for its streams; effects on one instance are carried out in their order.
 */
public sealed interface StreamEffect {
  /** Open the file for reading, under the number of the call as its handle. */
  record OpenData(InstanceId instance, long call, StreamFile file) implements StreamEffect {}

  /** Read from the open file and say how many bytes there were. */
  record ReadData(InstanceId instance, long call, long handle, long offset, int length)
      implements StreamEffect {}

  /** Close the file of this handle, also if it is only about to be opened. */
  record CloseData(InstanceId instance, long handle) implements StreamEffect {}

  /** Begin a new log, once for this number, and say which closed ones are there. */
  record RollLog(InstanceId instance, long call) implements StreamEffect {}

  /** Write this mark into the headers of its databases. */
  record MarkHeaders(InstanceId instance, HeaderMark mark) implements StreamEffect {}

  /** Delete exactly these logs, the oldest first, so that no gap is left if it breaks off. */
  record DeleteLogs(InstanceId instance, Logs logs) implements StreamEffect {}

  /** Tell the session of the stream what happened; told again until it says that it has it. */
  record ReportToSession(SessionReport report) implements StreamEffect {}
}
