package io.lull.protocol.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Issuing and checking must not share a rule: one mistake would be made, and missed, in both. */
class SeparationTest {
  private static final String PACKAGE = "io/lull/protocol/certificate/";
  private static final Set<String> RULES = Set.of("Chain", "Grading", "Issuer");
  private static final Set<String> GRADING = Set.of("issue", "best");

  @Test
  void the_checker_uses_no_rule_of_the_issuer() {
    assertThat(usedBy("CertificateChecker"))
        .contains("Recount", "ChainCheck", "HostsCheck", "CopiesCheck", "Digest")
        .doesNotContainAnyElementsOf(RULES)
        .doesNotContain("Certificate.issue", "Certificate.best");
  }

  @Test
  void the_issuer_uses_no_rule_of_the_checker() {
    assertThat(usedBy("Issuer"))
        .containsAll(RULES)
        .doesNotContain("Recount", "ChainCheck", "HostsCheck", "CopiesCheck", "Claim");
  }

  /**
   * Whatever of this package a class names, and what that names, as the compiler left it. The
   * certificate is data for both sides, so only its methods that grade count as naming its rules.
   */
  private static Set<String> usedBy(String start) {
    Set<String> used = new TreeSet<>(Set.of(start));
    Deque<String> waiting = new ArrayDeque<>(used);
    while (!waiting.isEmpty()) {
      for (String named : namedBy(waiting.remove())) {
        if (used.add(named) && !named.startsWith("Certificate.") && !named.equals("Certificate")) {
          waiting.add(named);
        }
      }
    }
    return used;
  }

  private static Set<String> namedBy(String type) {
    Set<String> named = new TreeSet<>();
    try (InputStream file = Certificate.class.getResourceAsStream(type + ".class")) {
      ClassFile.of()
          .parse(file.readAllBytes())
          .constantPool()
          .forEach(
              entry -> {
                if (entry instanceof ClassEntry of && of.asInternalName().startsWith(PACKAGE)) {
                  named.add(of.asInternalName().substring(PACKAGE.length()));
                }
                if (entry instanceof MemberRefEntry of
                    && of.owner().asInternalName().equals(PACKAGE + "Certificate")
                    && GRADING.contains(of.name().stringValue())) {
                  named.add("Certificate." + of.name().stringValue());
                }
              });
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    return named;
  }
}
