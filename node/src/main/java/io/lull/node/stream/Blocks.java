package io.lull.node.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.ReadBounds;
import io.lull.protocol.stream.StreamReply;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The files of this host's streams, as frames that are made when somebody wants them. */
public final class Blocks {
  /** How much is read at a time; a resumed file goes on at a multiple of it. */
  public static final int BYTES = ReadBounds.MAX_READ_BYTES;

  // Framed while the last one is still on its way; more would only be memory.
  private static final Attributes AHEAD = Attributes.inputBuffer(1, 2);
  private static final int FILES = 256;
  private static final int SPARE = 16;

  private final BlockReader reader;
  private final Map<String, Digests> digests =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Digests> eldest) {
              return size() > FILES;
            }
          });

  /** Outside of the heap, where the kernel can write to; used again once they are copied. */
  private final Queue<ByteBuffer> spare = new ArrayBlockingQueue<>(SPARE);

  /** What was read at one place: some bytes, or an answer that is none. */
  private record Piece(long offset, ByteBuffer room, StreamReply reply) {
    int length() {
      return reply instanceof StreamReply.Read read ? read.bytes() : 0;
    }

    /** A host gives as much as was asked for, as long as the file goes on. */
    boolean isLast() {
      return length() < BYTES;
    }

    int number() {
      return Math.toIntExact(offset / BYTES);
    }
  }

  public Blocks(BlockReader reader) {
    this.reader = reader;
  }

  /**
   * The frames of a file from this place on; the first piece is read at once, so that a refusal is
   * an answer and not a body.
   *
   * @param offset a multiple of {@link #BYTES}
   * @return fails with {@link RefusedBlock} if nothing can be read there
   */
  public CompletionStage<Source<ByteString, NotUsed>> from(String token, long offset) {
    if (offset < 0 || offset % BYTES != 0) {
      return CompletableFuture.failedStage(
          new RefusedBlock(
              Fault.expected(
                  Failure.STREAM_INVALID_PARAMETER,
                  "an offset that is a multiple of " + BYTES,
                  "got " + offset)));
    }
    return read(token, offset)
        .thenApply(
            first -> {
              if (first.reply instanceof StreamReply.StreamRefused refused) {
                throw new RefusedBlock(refused.fault());
              }
              return frames(token, first);
            });
  }

  private Source<ByteString, NotUsed> frames(String token, Piece first) {
    Digests sent = digests.computeIfAbsent(token, _ -> new Digests());
    return Source.unfoldAsync(
            Optional.of(CompletableFuture.completedStage(first)),
            next -> next.isEmpty() ? over() : next.get().thenApply(piece -> go(token, piece)))
        .map(piece -> frame(sent, piece))
        // Sums are made on this side, while the last frame is sent and the next one is read.
        .async()
        .map(frame -> frame)
        .addAttributes(AHEAD);
  }

  private static <S, P> CompletionStage<Optional<Pair<S, P>>> over() {
    return CompletableFuture.completedStage(Optional.empty());
  }

  private Optional<Pair<Optional<CompletionStage<Piece>>, Piece>> go(String token, Piece piece) {
    Optional<CompletionStage<Piece>> next =
        piece.isLast() ? Optional.empty() : Optional.of(read(token, piece.offset + piece.length()));
    return Optional.of(Pair.create(next, piece));
  }

  private CompletionStage<Piece> read(String token, long offset) {
    ByteBuffer found = spare.poll();
    ByteBuffer room = found == null ? ByteBuffer.allocateDirect(BYTES) : found;
    return reader.read(token, offset, room).thenApply(reply -> new Piece(offset, room, reply));
  }

  private ByteString frame(Digests sent, Piece piece) {
    return switch (piece.reply) {
      case StreamReply.Read _ -> {
        List<byte[]> parts = Frames.parts(piece.room, piece.length());
        // After any other answer somebody may still write into it.
        var _ = spare.offer(piece.room);
        yield sent.take(piece.number(), parts)
            .map(digest -> piece.isLast() ? last(parts, digest) : Frames.block(parts))
            .orElseGet(Blocks::skipped);
      }
      case StreamReply.StreamRefused refused -> Frames.failure(refused.fault());
      default -> throw new IllegalStateException("expected a read, but got " + piece.reply);
    };
  }

  private static ByteString last(List<byte[]> parts, MessageDigest digest) {
    ByteString end = Frames.end(digest.digest());
    return parts.isEmpty() ? end : Frames.block(parts).concat(end);
  }

  private static ByteString skipped() {
    return Frames.failure(
        Fault.expected(
            Failure.STREAM_INVALID_PARAMETER,
            "to go on after one of the last blocks that were sent, or from the beginning",
            "the block before this one was sent never or long ago"));
  }
}
