package io.lull.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.tls.Authority;
import io.lull.kernel.test.Ports;
import io.lull.node.doctor.Finding.Level;
import io.lull.protocol.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fault is planted by itself, into a machine that is healthy without it. */
class DoctorTest {
  private static final List<String> QUIET = List.of("-XX:-UsePerfData");

  @TempDir Path disk;
  private Path memory;
  private int port;
  private int api;

  @BeforeEach
  void machine() throws Exception {
    memory = Files.createTempDirectory(Path.of("/dev/shm"), "lull-doctor");
    Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString("rwx------"));
    Path data = Files.createDirectories(disk.resolve("data"));
    // An empty file is a database that nobody has written to yet.
    Files.createFile(data.resolve("notes.db"));
    port = Ports.free();
    api = Ports.free();
  }

  @AfterEach
  void clean() throws Exception {
    try (var files = Files.list(memory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(memory);
  }

  private Config healthy() {
    return ConfigFactory.parseString(
        """
        lull {
          cluster.port = %d
          api.listen = "127.0.0.1:%d"
          host.life-file = "%s/life"
          journal.embedded.file = "%s/journal.db"
          writers.db { kind = test, components = "data:%s/data" }
          writers.notes { kind = sqlite, databases = "%s/data/*.db", run-directory = "%s" }
          instances.files { kind = directory, path = "%s/data" }
          instances.notes { kind = sqlite, databases = "%s/data/notes.db" }
          providers.main { kind = copy, directory = "%s/copies" }
        }
        """
            .formatted(port, api, disk, disk, disk, disk, memory, disk, disk, disk));
  }

  private Config with(String more) {
    return ConfigFactory.parseString("lull { " + more + " }").withFallback(healthy());
  }

  private static Doctor doctor() throws Exception {
    return new Doctor(
        List.of(
            machine(QUIET),
            new PlaceCheck(),
            new PortCheck(),
            new TlsCheck(InstantSource.system()),
            new JournalCheck(),
            new ApplicationCheck()));
  }

  private static MachineCheck machine(List<String> options) {
    return new MachineCheck(
        options,
        Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource"),
        Path.of("/proc/sys/kernel/osrelease"));
  }

  /** What is wrong, as {@code about: fact}. */
  private static List<String> faults(List<Finding> found) {
    return found.stream()
        .filter(finding -> finding.level() == Level.FAULT)
        .peek(finding -> assertThat(finding.remedy()).as(finding.fact()).isNotBlank())
        .map(finding -> finding.about() + ": " + finding.fact())
        .toList();
  }

  private static void finds(Config settings, String about, String... facts) throws Exception {
    assertThat(faults(doctor().examine(settings)))
        .as("exactly the planted fault")
        .singleElement()
        .asString()
        .startsWith(about)
        .contains(facts);
  }

  @Test
  void a_healthy_machine_has_no_fault() throws Exception {
    assertThat(faults(doctor().examine(healthy()))).isEmpty();
  }

  @Test
  void settings_that_nobody_knows() throws Exception {
    finds(with("journal.profil = embedded"), "settings", "journal.profil");
  }

  @Test
  void a_journal_in_memory() throws Exception {
    finds(with("journal.embedded.file = \"%s/j\"".formatted(memory)), "journal", "in memory");
  }

  @Test
  void a_run_directory_on_a_disk() throws Exception {
    Config planted = with("writers.notes.run-directory = \"%s/run\"".formatted(disk));
    assertThat(faults(new Doctor(List.of(new PlaceCheck())).examine(planted)))
        .singleElement()
        .asString()
        .startsWith("run directory")
        .contains("on a disk");
  }

  @Test
  void a_run_directory_that_others_may_write_to() throws Exception {
    Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(faults(new Doctor(List.of(new PlaceCheck())).examine(healthy())))
        .singleElement()
        .asString()
        .contains("forge");
  }

  @Test
  void a_port_that_somebody_else_has() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      finds(
          with("cluster.port = " + taken.getLocalPort()),
          "port " + taken.getLocalPort(),
          "cannot listen",
          "process " + ProcessHandle.current().pid() + " has it");
      finds(
          with("api.listen = \"127.0.0.1:%d\"".formatted(taken.getLocalPort())),
          "port " + taken.getLocalPort(),
          "(lull.api.listen)");
    }
  }

  @Test
  void an_instance_whose_directory_is_not_there() throws Exception {
    finds(
        with("instances.files.path = \"%s/nowhere\"".formatted(disk)),
        "instance files",
        disk + "/nowhere");
  }

  @Test
  void an_instance_whose_database_is_not_there() throws Exception {
    finds(
        with("instances.notes.databases = \"%s/nowhere.db\"".formatted(disk)),
        "instance notes",
        "nowhere.db");
  }

  @Test
  void an_instance_whose_server_does_not_answer() throws Exception {
    finds(
        with("instances.shop { kind = postgres, port = 1, user = lull }"),
        "instance shop",
        "PostgreSQL to let lull in at 127.0.0.1:1");
  }

  @Test
  void a_virtual_machine_that_writes_to_tmp() throws Exception {
    assertThat(faults(new Doctor(List.of(machine(List.of()))).examine(healthy())))
        .singleElement()
        .asString()
        .startsWith("Java options");
  }

  @Test
  void a_clock_that_may_stand_still() throws Exception {
    Path clock = Files.writeString(disk.resolve("clock"), "jiffies\n");
    var check = new MachineCheck(QUIET, clock, Path.of("/proc/sys/kernel/osrelease"));
    assertThat(faults(new Doctor(List.of(check)).examine(healthy())))
        .singleElement()
        .asString()
        .startsWith("clock");
  }

  @Test
  void an_old_kernel_is_a_warning() throws Exception {
    Path release = Files.writeString(disk.resolve("release"), "5.10.0-28-amd64\n");
    var check = new MachineCheck(QUIET, disk.resolve("none"), release);
    assertThat(new Doctor(List.of(check)).examine(healthy()))
        .filteredOn(finding -> finding.level() == Level.WARNING)
        .extracting(Finding::about)
        .containsExactly("kernel", "clock");
  }

  @Test
  void a_volume_that_no_provider_can_copy() throws Exception {
    finds(
        with("writers.db.components = \"data:%s/nowhere\"".formatted(disk)),
        "volume " + disk + "/nowhere",
        "no provider");
  }

  @Test
  void an_application_that_does_not_answer() throws Exception {
    finds(
        with(
            """
            writers.cache { kind = redis, port = 1, user = "", password-file = "%s/none" }
            """
                .formatted(disk)),
        "writer cache",
        "");
  }

  @Test
  void a_journal_that_is_not_there() throws Exception {
    finds(
        with(
            """
            journal { profile = postgres, postgres.url = "jdbc:postgresql://127.0.0.1:1/lull" }
            """),
        "journal",
        "does not let lull in");
  }

  @Test
  void certificates() throws Exception {
    Authority authority = new Authority(disk.resolve("ca"));
    Authority.Signed node = authority.sign("node");
    Files.setPosixFilePermissions(node.key(), PosixFilePermissions.fromString("rw-------"));
    Config good = ConfigFactory.parseString(node.settings()).withFallback(healthy());
    assertThat(faults(doctor().examine(good))).isEmpty();

    Instant later = Instant.now().plus(Duration.ofDays(400));
    assertThat(faults(new Doctor(List.of(new TlsCheck(InstantSource.fixed(later)))).examine(good)))
        .as("both have ended")
        .hasSize(2)
        .allMatch(fault -> fault.startsWith("certificate"));

    Files.setPosixFilePermissions(node.key(), PosixFilePermissions.fromString("rw-r--r--"));
    finds(good, "private key", "everybody on this machine");
    Files.setPosixFilePermissions(node.key(), PosixFilePermissions.fromString("rw-------"));

    Authority.Signed other = new Authority(disk.resolve("other")).sign("node");
    Files.setPosixFilePermissions(other.key(), PosixFilePermissions.fromString("rw-------"));
    finds(
        ConfigFactory.parseString("lull.tls.ca-file = \"%s\"".formatted(other.authority()))
            .withFallback(good),
        "certificate",
        "not signed by");
    finds(
        ConfigFactory.parseString("lull.tls.key-file = \"%s\"".formatted(other.key()))
            .withFallback(good),
        "private key",
        "not that of the certificate");
  }

  @Test
  void what_was_found_is_told_to_programs_in_their_form() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    Path wrong = Files.writeString(disk.resolve("wrong.conf"), "lull.node.hots = here\n");

    assertThat(Doctor.run(new String[] {wrong.toString(), "-o", "json"}, both, both))
        .isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("{\"faults\":1,\"findings\":[{\"level\":\"GOOD\",\"about\":\"settings\",")
        .contains("{\"level\":\"FAULT\",\"about\":\"settings\",")
        .contains("hots");

    out.reset();
    assertThat(Doctor.run(new String[] {disk + "/none", "-o", "json"}, both, both))
        .isEqualTo(ExitCode.USAGE);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"exit\":2,");
  }

  @Test
  void the_usual_file_is_read_where_none_is_named_and_it_is_said() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    Path usual = Files.writeString(disk.resolve("lull.conf"), "lull.node.hots = here\n");

    assertThat(Doctor.run(new String[] {}, usual, both, both)).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("ok       settings: from " + usual + "\n")
        .contains("hots");

    out.reset();
    Doctor.run(new String[] {}, disk.resolve("none"), both, both);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("warning  settings: the defaults alone")
        .contains("→ name the file of the node: lull doctor FILE");
  }

  @Test
  void a_directory_is_no_file_with_settings() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);

    assertThat(Doctor.run(new String[] {disk.toString()}, both, both)).isEqualTo(ExitCode.USAGE);
    assertThat(ConfigTool.run(new String[] {"check", disk.toString()}, both, both))
        .isEqualTo(ExitCode.USAGE);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .allMatch(line -> line.contains("but " + disk + " is a directory"))
        .hasSize(2);
  }
}
