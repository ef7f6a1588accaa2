package io.lull.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.Real;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessGroupsTest {
  @Test
  void all_of_a_group_end_also_those_that_do_not_want_to() throws Exception {
    Process leader =
        new ProcessBuilder(
                List.of(
                    "setsid", "sh", "-c", "trap '' TERM; sleep 1000 & echo $!; wait; sleep 1000"))
            .start();
    ProcessHandle child =
        ProcessHandle.of(Long.parseLong(leader.inputReader().readLine())).orElseThrow();
    ProcessGroups.terminate(leader.pid());
    assertThat(leader.isAlive()).isTrue();
    ProcessGroups.kill(leader.pid());
    leader.onExit().join();
    child.onExit().join();
    ProcessGroups.kill(leader.pid());
  }

  @Test
  void a_group_runs_as_long_as_one_of_it_does() throws Exception {
    Process leader =
        new ProcessBuilder(List.of("setsid", "sh", "-c", "sleep 1000 >&- & echo $!")).start();
    assertThat(leader.waitFor()).isZero();
    long group = leader.pid();
    long child = Long.parseLong(leader.inputReader().readLine());
    assertThat(ProcessGroups.runs(group)).isTrue();
    assertThat(ProcessStat.of(child)).hasValueSatisfying(stat -> assertThat(stat.runs()).isTrue());
    ProcessGroups.kill(group);
    while (ProcessGroups.runs(group)) {
      Thread.onSpinWait();
    }
    assertThat(ProcessStat.of(child).filter(ProcessStat::runs)).isEmpty();
  }

  @Test
  void a_process_runs_though_its_first_thread_has_ended() throws Exception {
    Real.needCommand("python3");
    Process threaded =
        new ProcessBuilder(
                List.of(
                    "setsid",
                    "python3",
                    "-c",
                    """
                    import ctypes, threading, time
                    threading.Thread(target=time.sleep, args=(1000,)).start()
                    ctypes.CDLL(None).pthread_exit(None)
                    """))
            .start();
    while (ProcessStat.of(threaded.pid()).orElseThrow().runs()) {
      Thread.onSpinWait();
    }
    assertThat(ProcessGroups.runs(threaded.pid())).isTrue();
    ProcessGroups.kill(threaded.pid());
    assertThat(threaded.waitFor()).isNotZero();
    assertThat(ProcessGroups.runs(threaded.pid())).isFalse();
  }

  @Test
  void nobody_can_be_meant_by_mistake() {
    for (long group : new long[] {-1, 0, 1}) {
      assertThatThrownBy(() -> ProcessGroups.kill(group))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
