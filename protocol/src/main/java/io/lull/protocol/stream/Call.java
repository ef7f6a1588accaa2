package io.lull.protocol.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;

/** The one request of a stream that its host is at work on. */
public sealed interface Call {
  /** Names this work on this host for good; never used twice. */
  long number();

  RequestId request();

  /** What makes the host do it; safe to repeat, because the number is the same. */
  StreamEffect effect(InstanceId instance);

  /** A file is being opened; the number becomes its handle. */
  record Opening(long number, RequestId request, StreamFile file) implements Call {
    @Override
    public StreamEffect effect(InstanceId instance) {
      return new StreamEffect.OpenData(instance, number, file);
    }
  }

  /** A piece of the open file is being read. */
  record Reading(long number, RequestId request, long handle, long offset, int length)
      implements Call {
    @Override
    public StreamEffect effect(InstanceId instance) {
      return new StreamEffect.ReadData(instance, number, handle, offset, length);
    }
  }

  /** A new log is being begun. */
  record Rolling(long number, RequestId request) implements Call {
    @Override
    public StreamEffect effect(InstanceId instance) {
      return new StreamEffect.RollLog(instance, number);
    }
  }
}
