package io.lull.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that cannot fail guards nothing, so each one is shown the class that breaks it. */
class ArchitectureCanFailTest {

  private static final String FIXTURE = "io.lull.acceptance.architecture.fixture";

  private static final Architecture BAD = new Architecture(FIXTURE);

  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(FIXTURE);

  @Test
  void protocol_with_a_library_is_found() {
    assertThat(violations(BAD.protocolIsPureJava()))
        .isNotEmpty()
        .allSatisfy(v -> assertThat(v).contains("protocol.library.UsesALibrary"));
  }

  @Test
  void a_native_call_outside_of_kernel_is_found() {
    assertThat(violations(BAD.onlyKernelCallsTheKernel()))
        .isNotEmpty()
        .allSatisfy(v -> assertThat(v).contains("writer.CallsTheKernel"));
  }

  @Test
  void wire_with_another_library_is_found() {
    assertThat(violations(BAD.wireIsProtocolAndJackson()))
        .isNotEmpty()
        .allSatisfy(v -> assertThat(v).contains("wire.UsesALibrary"));
  }

  @Test
  void a_command_line_with_an_actor_is_found() {
    assertThat(violations(BAD.cliIsProtocolWireAndPicocli()))
        .isNotEmpty()
        .allSatisfy(v -> assertThat(v).contains("cli.UsesAnActor", "coordinator.Actor"));
  }

  @Test
  void cluster_config_with_java_serialisation_is_found() {
    assertThat(violations(BAD.clusterConfigBindsNoClasses()))
        .isNotEmpty()
        .allSatisfy(v -> assertThat(v).contains("cluster.config.ReadsObjects"));
  }

  @Test
  void cluster_config_with_an_actor_module_is_found() {
    assertThat(violations(BAD.clusterConfigKnowsNoActors()))
        .isNotEmpty()
        .allSatisfy(
            v -> assertThat(v).contains("cluster.config.ReadsObjects", "coordinator.Actor"));
  }

  @Test
  void an_spi_with_an_actor_in_it_is_found() {
    assertThat(violations(BAD.whatOthersImplementShowsNoLibrary()))
        .isNotEmpty()
        .allSatisfy(v -> assertThat(v).contains("writer.spi.ShowsAnActor", "coordinator.Actor"));
  }

  @Test
  void an_actor_module_that_uses_another_is_found() {
    assertThat(violations(BAD.actorModulesMeetInProtocol()))
        .anySatisfy(v -> assertThat(v).contains("UsesTheCoordinator"));
  }

  @Test
  void every_clock_sleep_and_chance_is_found() {
    assertThat(violations(BAD.timeAndChanceAreInputs()))
        .hasSize(8)
        .allSatisfy(v -> assertThat(v).contains("protocol.clock.LooksAtTheClock"))
        .anySatisfy(v -> assertThat(v).contains("java.time.Instant.now()"))
        .anySatisfy(v -> assertThat(v).contains("references method <java.time.Instant.now()>"))
        .anySatisfy(v -> assertThat(v).contains("java.lang.System.currentTimeMillis()"))
        .anySatisfy(v -> assertThat(v).contains("java.lang.System.nanoTime()"))
        .anySatisfy(v -> assertThat(v).contains("java.lang.Thread.sleep"))
        .anySatisfy(v -> assertThat(v).contains("java.util.UUID.randomUUID()"))
        .anySatisfy(v -> assertThat(v).contains("java.lang.Math.random()"))
        .anySatisfy(v -> assertThat(v).contains("java.util.Random.<init>(long)"));
  }

  @Test
  void waiting_for_a_future_is_found() {
    assertThat(violations(BAD.nobodyWaitsForAFuture()))
        .hasSize(3)
        .allSatisfy(v -> assertThat(v).contains("protocol.future.Waits"));
  }

  @Test
  void a_message_that_is_a_class_is_found() {
    assertThat(violations(BAD.messagesAreRecordsOrEnums()))
        .singleElement()
        .asString()
        .contains("BadInput$Mutable is a message but neither record nor enum");
  }

  @Test
  void a_cycle_of_packages_is_found() {
    assertThat(violations(BAD.protocolPackagesHaveNoCycles()))
        .singleElement()
        .asString()
        .contains("Slice left", "Slice right");
  }

  private static List<String> violations(ArchRule rule) {
    return rule.evaluate(CLASSES).getFailureReport().getDetails();
  }
}
