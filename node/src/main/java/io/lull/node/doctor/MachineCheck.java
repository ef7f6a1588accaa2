package io.lull.node.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lull.kernel.OwnProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine and its Java: rights, kernel, clock, and options that would bring a disk in. */
final class MachineCheck implements Check {
  private static final Path CLOCK =
      Path.of("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

  /** Before it, a device that dies while it is frozen keeps its processes for ever. */
  private static final int GOOD_MAJOR = 5;

  private static final int GOOD_MINOR = 17;

  /** What cannot be done without an administrator's rights. */
  private static final Set<String> PRIVILEGED = Set.of("filesystem", "btrfs", "lvm", "zfs");

  private final List<String> options;
  private final Path clock;
  private final Path release;

  MachineCheck() {
    this(ManagementFactory.getRuntimeMXBean().getInputArguments(), CLOCK, RELEASE);
  }

  MachineCheck(List<String> options, Path clock, Path release) {
    this.options = options;
    this.clock = clock;
    this.release = release;
  }

  @Override
  public List<Finding> look(Patient patient) throws IOException {
    List<Finding> found = new ArrayList<>();
    found.add(rights(patient));
    found.add(kernel());
    found.add(clock());
    found.add(java());
    return found;
  }

  private static Finding rights(Patient patient) throws IOException {
    List<String> needing = new ArrayList<>();
    for (String group : List.of("lull.writers", "lull.providers")) {
      patient
          .members(group)
          .forEach(
              (name, settings) -> {
                if (PRIVILEGED.contains(settings.get("kind"))) {
                  needing.add(name + " (" + settings.get("kind") + ")");
                }
              });
    }
    if (needing.isEmpty()) {
      return Finding.good("rights", "nothing here needs more than this user has");
    }
    return OwnProcess.isAdministrator()
        ? Finding.good("rights", "CAP_SYS_ADMIN is there for " + String.join(", ", needing))
        : Finding.fault(
            "rights",
            "CAP_SYS_ADMIN is missing for " + String.join(", ", needing),
            "run the node as root, or give its service this capability");
  }

  private Finding kernel() throws IOException {
    String version = Files.readString(release, ISO_8859_1).strip();
    Matcher numbers = VERSION.matcher(version);
    boolean old =
        numbers.matches()
            && (Integer.parseInt(numbers.group(1)) < GOOD_MAJOR
                || (Integer.parseInt(numbers.group(1)) == GOOD_MAJOR
                    && Integer.parseInt(numbers.group(2)) < GOOD_MINOR));
    return old
        ? Finding.warning(
            "kernel",
            version + " keeps processes for ever if a device dies while it is frozen",
            "use %d.%d or newer where file systems are frozen".formatted(GOOD_MAJOR, GOOD_MINOR))
        : Finding.good("kernel", version);
  }

  private Finding clock() throws IOException {
    if (!Files.isReadable(clock)) {
      return Finding.warning(
          "clock", "the kernel does not say which clock it uses", "mount /sys for the node");
    }
    String source = Files.readString(clock, ISO_8859_1).strip();
    return source.equals("jiffies") || source.equals("refined-jiffies")
        ? Finding.fault(
            "clock",
            "the kernel counts time by " + source + ", which stands still with its timer",
            "boot with another clocksource: leases are measured on this clock")
        : Finding.good("clock", source);
  }

  private Finding java() {
    if (options.contains("-XX:+UsePerfData") || !options.contains("-XX:-UsePerfData")) {
      return Finding.fault(
          "Java options",
          "the virtual machine counts in a mapped file of /tmp, and stops when that is frozen",
          "start the node by lull node, or with -XX:-UsePerfData");
    }
    return options.stream()
        .filter(option -> option.startsWith("-Xlog:") && option.contains("file="))
        .findFirst()
        .map(
            option ->
                Finding.fault(
                    "Java options",
                    option + " has every pause wait for a disk that may be frozen",
                    "leave it out, or let it write to a tmpfs"))
        .orElseGet(() -> Finding.good("Java options", "none of them writes to a disk"));
  }
}
