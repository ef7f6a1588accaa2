package io.lull.acceptance.documented;

import java.util.List;
import java.util.Optional;

/**
 * Commands of the documents that are not typed here.
 *
 * @param command as it stands there
 * @param why not
 * @param test what runs it instead, as a file of the repository
 */
record Elsewhere(String command, String why, Optional<String> test) {
  private static final String BUILD = "it is the build that runs this test";
  private static final String MEASURES =
      "it takes many minutes, and says something on a quiet machine only";

  private static final String CERTIFICATES =
      "acceptance/src/test/java/io/lull/acceptance/certificate/ClientCertificateTest.java";

  private static final List<Elsewhere> ALL =
      List.of(
          in(
              "./lull demo",
              "it takes a minute",
              "acceptance/src/test/java/io/lull/acceptance/program/DemoTest.java"),
          no("mvn verify", BUILD),
          no("mvn verify -Pfull", BUILD),
          no(
              "mvn verify -Pfull -pl acceptance -am -Dtest='EventBoundaryTest'"
                  + " -Dsurefire.failIfNoSpecifiedTests=false",
              BUILD),
          no("mvn package", BUILD),
          no("mvn -q -pl benchmarks -am package -DskipTests", BUILD),
          no("./format", BUILD),
          no("./rewrite", BUILD),
          no("./dist", BUILD),
          no("./package", BUILD),
          in(
              "packaging/src/test/scripts/try-deb DEB",
              "it needs the package, which is made after this",
              "packaging/src/test/java/io/lull/packaging/DebIT.java"),
          no("./bench fail-over", MEASURES),
          no("$(.mvn/jdk25)/bin/java -jar benchmarks/target/benchmarks.jar", MEASURES),
          in(
              "./sim --runs 1000",
              "it takes a minute",
              "protocol/src/test/java/io/lull/protocol/simulation/SimulationTest.java"),
          no("./sim --runs 20000", MEASURES),
          in(
              "curl --cacert ca.crt --cert vera.crt --key vera.key https://host-a:7357/v1/hosts",
              "it needs an authority and another host",
              CERTIFICATES),
          in(
              "lull --node https://host-a:7357 --authority-file ca.crt --certificate-file vera.crt"
                  + " --key-file vera.key writers",
              "it needs an authority and another host",
              CERTIFICATES),
          in(
              "docker run --name lull --read-only --tmpfs /tmp --tmpfs /run/lull:uid=7357,mode=0700"
                  + " -v lull-state:/var/lib/lull -v ./lull.conf:/etc/lull/lull.conf:ro"
                  + " lull:VERSION",
              "it needs a daemon, and the image, which is made after this",
              "packaging/src/test/java/io/lull/packaging/ImageIT.java"));

  private static Elsewhere in(String command, String why, String test) {
    return new Elsewhere(command, why, Optional.of(test));
  }

  private static Elsewhere no(String command, String why) {
    return new Elsewhere(command, why, Optional.empty());
  }

  static Optional<Elsewhere> of(String command) {
    return ALL.stream().filter(one -> one.command().equals(command)).findFirst();
  }

  static List<String> commands() {
    return ALL.stream().map(Elsewhere::command).toList();
  }

  static List<String> tests() {
    return ALL.stream().flatMap(one -> one.test().stream()).toList();
  }
}
