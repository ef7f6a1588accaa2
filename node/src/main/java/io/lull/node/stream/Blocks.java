package io.lull.node.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.ReadBounds;
import io.lull.protocol.stream.StreamReply;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The files of this host's streams, as frames that are made when somebody wants them. */
public final class Blocks {
  /** How much is read at a time; a resumed file goes on at a multiple of it. */
  public static final int BYTES = ReadBounds.MAX_READ_BYTES;

  // Read while the last one is still on its way; more would only be memory.
  private static final int AHEAD = 2;
  private static final int FILES = 256;

  private final BlockReader reader;
  private final Map<String, Digests> digests =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Digests> eldest) {
              return size() > FILES;
            }
          });

  /** What was read at one place: some bytes, or an answer that is none. */
  private static final class Piece {
    final long offset;
    final byte[] bytes;
    final StreamReply reply;

    Piece(long offset, byte[] bytes, StreamReply reply) {
      this.offset = offset;
      this.bytes = bytes;
      this.reply = reply;
    }

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
        .buffer(AHEAD, OverflowStrategy.backpressure())
        .async()
        .map(piece -> frame(sent, piece));
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
    byte[] bytes = new byte[BYTES];
    return reader
        .read(token, offset, ByteBuffer.wrap(bytes))
        .thenApply(reply -> new Piece(offset, bytes, reply));
  }

  private static ByteString frame(Digests sent, Piece piece) {
    return switch (piece.reply) {
      case StreamReply.Read _ ->
          sent.take(piece.number(), piece.bytes, piece.length())
              .map(digest -> piece.isLast() ? last(piece, digest) : block(piece))
              .orElseGet(Blocks::skipped);
      case StreamReply.StreamRefused refused -> Frames.failure(refused.fault());
      default -> throw new IllegalStateException("expected a read, but got " + piece.reply);
    };
  }

  private static ByteString block(Piece piece) {
    return Frames.block(piece.bytes, piece.length());
  }

  private static ByteString last(Piece piece, MessageDigest digest) {
    ByteString end = Frames.end(digest.digest());
    return piece.length() == 0 ? end : block(piece).concat(end);
  }

  private static ByteString skipped() {
    return Frames.failure(
        Fault.expected(
            Failure.STREAM_INVALID_PARAMETER,
            "to go on after a block that was sent",
            "a block before this one never was"));
  }
}
