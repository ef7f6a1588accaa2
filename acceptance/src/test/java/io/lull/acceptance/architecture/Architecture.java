package io.lull.acceptance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules that hold for all main code below one root package. The root is a parameter so that
 * small bad classes below another root can show that every rule is able to fail.
 *
 * @param root the package that all modules live in
 */
record Architecture(String root) {

  private static final Pattern MESSAGE_FAMILY = Pattern.compile(".*(Input|Event|Effect|Reply)");

  // Time and ids are inputs of a machine; these are the ways to get them behind its back.
  private static final Set<String> AMBIENT =
      Set.of(
          "java.lang.Math.random",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.security.SecureRandom.<init>",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.systemUTC",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.LocalTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.Random.<init>",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.util.random.RandomGenerator.getDefault");

  ArchRule protocolIsPureJava() {
    return classes()
        .that()
        .resideInAPackage(in("protocol"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", in("protocol"))
        .because("the rules must run anywhere: in a test, a simulation and every node");
  }

  ArchRule wireIsProtocolAndJackson() {
    return classes()
        .that()
        .resideInAPackage(in("wire"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.jspecify..", "com.fasterxml.jackson..", in("protocol"), in("wire"))
        .because("the CLI reads the wire form and must not bring Pekko with it");
  }

  ArchRule cliIsProtocolWireAndPicocli() {
    return classes()
        .that()
        .resideInAPackage(in("cli"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.net.ssl..",
            "org.jspecify..",
            "com.fasterxml.jackson.core..",
            "picocli..",
            "org.jline..",
            "com.github.luben.zstd..",
            "com.exceptionfactory.jagged..",
            in("protocol"),
            in("wire"),
            in("cli"))
        .because("a command that is typed starts at once, and everything else is asked of a node");
  }

  ArchRule onlyKernelCallsTheKernel() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("kernel"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.foreign.Linker")
        .because("a wrong native call ends the process, so there is one place to look at");
  }

  ArchRule clusterConfigBindsNoClasses() {
    return noClasses()
        .that()
        .resideInAPackage(in("cluster"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml.jackson..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .because("what comes from another node becomes a value through wire, or not at all");
  }

  ArchRule clusterConfigKnowsNoActors() {
    return classes()
        .that()
        .resideInAPackage(in("cluster"))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are of cluster-config, kernel, protocol, wire or a library",
                type ->
                    !type.getPackageName().startsWith(root)
                        || Stream.of("cluster.config", "kernel", "protocol", "wire")
                            .anyMatch(below -> within(type, below))))
        .because("the actor modules are built on it, and not the other way round");
  }

  ArchRule whatOthersImplementShowsNoLibrary() {
    return classes()
        .that()
        .resideInAPackage(root + ".*.spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", in("protocol"), root + ".*.spi..")
        .because("who writes a writer or a provider must not have to know of actors");
  }

  ArchRule actorModulesMeetInProtocol() {
    return slices()
        .matching(root + ".(coordinator|provider|writer)..")
        .should()
        .notDependOnEachOther()
        .because("each runs on its own machine, and nothing but messages passes between them");
  }

  ArchRule timeAndChanceAreInputs() {
    return noClasses()
        .that()
        .resideInAnyPackage(in("protocol"), in("wire"))
        .should()
        .accessTargetWhere(describe("the target is a clock, a sleep or chance", this::isAmbient))
        .because("a failing seed replays only if nothing else decides");
  }

  /**
   * Only the thread that starts and stops a process may wait, and the one that tells a
   * demonstration: they have nothing else to do.
   */
  ArchRule nobodyWaitsForAFuture() {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .doNotHaveFullyQualifiedName(root + ".node.LullNode")
        .and()
        .doNotHaveFullyQualifiedName(root + ".node.Main")
        .and()
        .resideOutsideOfPackage(in("demo"))
        .should()
        .accessTargetWhere(describe("the target waits for a future", Architecture::waits))
        .because("a thread that waits cannot meet a deadline");
  }

  ArchRule messagesAreRecordsOrEnums() {
    return classes()
        .that()
        .resideInAPackage(in("protocol"))
        .and(implementAMessageFamily())
        .should(beRecordsOrEnums())
        .because("a message is what it says: compared by value, never changed");
  }

  ArchRule protocolPackagesHaveNoCycles() {
    return slices()
        .matching(root + ".protocol.(*)..")
        .should()
        .beFreeOfCycles()
        .because("packages that need each other can only be read together");
  }

  private String in(String module) {
    return root + "." + module + "..";
  }

  private boolean within(JavaClass type, String module) {
    String name = type.getPackageName();
    return name.equals(root + "." + module) || name.startsWith(root + "." + module + ".");
  }

  private boolean isAmbient(JavaAccess<?> access) {
    return AMBIENT.contains(
        access.getTargetOwner().getFullName() + "." + access.getTarget().getName());
  }

  private static boolean waits(JavaAccess<?> access) {
    String name = access.getTarget().getName();
    return access.getTargetOwner().isAssignableTo(Future.class)
        && (name.equals("get") || name.equals("join"));
  }

  private DescribedPredicate<JavaClass> implementAMessageFamily() {
    DescribedPredicate<JavaClass> family =
        describe(
            "an interface of messages",
            type ->
                type.isInterface()
                    && type.getPackageName().startsWith(root + ".protocol")
                    && MESSAGE_FAMILY.matcher(type.getSimpleName()).matches());
    // The body of an enum constant is a class without a name of its own.
    return DescribedPredicate.not(INTERFACES)
        .and(assignableTo(family))
        .and(describe("are named", type -> !type.isAnonymousClass()));
  }

  private static ArchCondition<JavaClass> beRecordsOrEnums() {
    return new ArchCondition<>("be records or enums") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                type,
                type.isRecord() || type.isEnum(),
                type.getName() + " is a message but neither record nor enum"));
      }
    };
  }
}
