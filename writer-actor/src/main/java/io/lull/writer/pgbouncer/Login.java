package io.lull.writer.pgbouncer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.writer.pgbouncer.Messages.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Shows who one is, in the way that {@code auth_type} asks for. */
final class Login {
  private static final int VERSION = 3 << 16;
  private static final int NONCE = 18;
  private static final int OK = 0;
  private static final int PLAIN = 3;
  private static final int MD5 = 5;
  private static final int SASL = 10;
  private static final int SASL_GOES_ON = 11;
  private static final int SASL_ENDS = 12;

  private final Messages messages;
  private final Pooler pooler;
  private final Scram scram;
  private final String password;
  private boolean unproved;

  Login(Messages messages, Pooler pooler) throws ConsoleException {
    this.messages = messages;
    this.pooler = pooler;
    this.password = pooler.password().orElse("");
    byte[] random = new byte[NONCE];
    new SecureRandom().nextBytes(random);
    this.scram = new Scram("", password, Base64.getEncoder().encodeToString(random));
  }

  void begin(String name) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(ByteBuffer.allocate(Integer.BYTES).putInt(VERSION).array());
    for (String word :
        new String[] {"user", pooler.user(), "database", "pgbouncer", "application_name", name}) {
      body.write(word.getBytes(UTF_8));
      body.write(0);
    }
    body.write(0);
    messages.send((char) 0, body.toByteArray());
  }

  /** Answers one question. */
  void answer(Message asked) throws IOException {
    int what = asked.body().getInt();
    switch (what) {
      case OK -> demandProof(unproved);
      case PLAIN -> sendText(password);
      case MD5 -> sendText(md5(asked.rest()));
      case SASL -> sasl(asked);
      case SASL_GOES_ON ->
          messages.send('p', scram.proof(new String(asked.rest(), UTF_8)).getBytes(UTF_8));
      case SASL_ENDS -> {
        unproved = !scram.isProved(new String(asked.rest(), UTF_8));
        demandProof(unproved);
      }
      default ->
          throw new ConsoleException(
              "expected auth_type trust, plain, md5 or scram-sha-256, but it asks for number "
                  + what);
    }
  }

  private static void demandProof(boolean isUnproved) throws ConsoleException {
    if (isUnproved) {
      throw new ConsoleException("expected it to know the password as well, but it does not");
    }
  }

  private void sasl(Message asked) throws IOException {
    unproved = true;
    while (asked.body().hasRemaining()) {
      if (asked.text().equals("SCRAM-SHA-256")) {
        byte[] first = scram.first().getBytes(UTF_8);
        byte[] kind = "SCRAM-SHA-256\0".getBytes(UTF_8);
        messages.send(
            'p',
            ByteBuffer.allocate(kind.length + Integer.BYTES + first.length)
                .put(kind)
                .putInt(first.length)
                .put(first)
                .array());
        return;
      }
    }
    throw new ConsoleException("expected it to know SCRAM-SHA-256, but it does not");
  }

  private void sendText(String text) throws IOException {
    messages.send('p', (text + "\0").getBytes(UTF_8));
  }

  private String md5(byte[] salt) {
    String hashed = hex((password + pooler.user()).getBytes(UTF_8), new byte[0]);
    return "md5" + hex(hashed.getBytes(UTF_8), salt);
  }

  private static String hex(byte[] text, byte[] more) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(text);
      return HexFormat.of().formatHex(md5.digest(more));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
