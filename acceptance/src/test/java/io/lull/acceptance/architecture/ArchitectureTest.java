package io.lull.acceptance.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the main code of all modules to the rules. */
@AnalyzeClasses(
    packages = "io.lull",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  /** What other modules test with comes as a jar of its own. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final Architecture LULL = new Architecture("io.lull");

  @ArchTest static final ArchRule PROTOCOL_IS_PURE_JAVA = LULL.protocolIsPureJava();

  @ArchTest static final ArchRule ONLY_KERNEL_CALLS_THE_KERNEL = LULL.onlyKernelCallsTheKernel();

  @ArchTest static final ArchRule WIRE_IS_PROTOCOL_AND_JACKSON = LULL.wireIsProtocolAndJackson();

  @ArchTest
  static final ArchRule CLI_IS_PROTOCOL_WIRE_AND_PICOCLI = LULL.cliIsProtocolWireAndPicocli();

  @ArchTest
  static final ArchRule CLUSTER_CONFIG_BINDS_NO_CLASSES = LULL.clusterConfigBindsNoClasses();

  @ArchTest
  static final ArchRule CLUSTER_CONFIG_KNOWS_NO_ACTORS = LULL.clusterConfigKnowsNoActors();

  @ArchTest
  static final ArchRule WHAT_OTHERS_IMPLEMENT_SHOWS_NO_LIBRARY =
      LULL.whatOthersImplementShowsNoLibrary();

  @ArchTest
  static final ArchRule ACTOR_MODULES_MEET_IN_PROTOCOL = LULL.actorModulesMeetInProtocol();

  @ArchTest static final ArchRule TIME_AND_CHANCE_ARE_INPUTS = LULL.timeAndChanceAreInputs();

  @ArchTest static final ArchRule NOBODY_WAITS_FOR_A_FUTURE = LULL.nobodyWaitsForAFuture();

  @ArchTest static final ArchRule MESSAGES_ARE_RECORDS_OR_ENUMS = LULL.messagesAreRecordsOrEnums();

  @ArchTest
  static final ArchRule PROTOCOL_PACKAGES_HAVE_NO_CYCLES = LULL.protocolPackagesHaveNoCycles();
}
