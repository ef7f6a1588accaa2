package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.program.Ran;
import io.lull.kernel.test.Real;
import io.lull.protocol.failure.ExitCode;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.mariadb.TestMariadb;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.redis.TestRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sets of every kind of data are found good while their servers go on, and bad when they are. */
class VerifyEveryWriterTest {
  private static final int PAGE = 8192;

  private VerifyStage stage;

  @BeforeEach
  void begin() throws Exception {
    stage = VerifyStage.make();
  }

  @AfterEach
  void end() throws Exception {
    if (stage != null) {
      stage.close();
    }
  }

  private static void put(Purse purse) throws Exception {
    try (Purse.Hand hand = purse.hand(0)) {
      hand.put(100);
    }
  }

  private static Connection connection(Purse purse) throws Exception {
    Matcher port = Pattern.compile("port = \"?(\\d+)").matcher(purse.writer());
    assertThat(port.find()).as(purse.writer()).isTrue();
    String url = "jdbc:postgresql://127.0.0.1:" + port.group(1) + "/postgres";
    return DriverManager.getConnection(url, "boss", "");
  }

  /** In which file PostgreSQL keeps a table. */
  private static String file(String table, Purse purse) throws Exception {
    try (Connection connection = connection(purse);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_relation_filepath('" + table + "')")) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  @Test
  void postgresql_is_started_and_asked_and_its_damage_named() throws Exception {
    TestPostgres.need();
    try (Purse purse = SqlPurse.postgres(stage.volume())) {
      put(purse);
      String set = stage.set(purse.writer());

      Ran good = stage.verify(set).ends(ExitCode.COMPLETED);
      assertThat(good.out())
          .containsPattern("alone/db#cluster +postgres +starts and recovers +good")
          .containsPattern("alone/db#cluster +postgres +pg_amcheck --all +good")
          .doesNotContain("not recorded");
      assertThat(stage.stage.lull("sets", "-o", "json").out())
          .containsPattern("\"verification\":\\{.*\"good\":true");

      String sum = "SELECT hand, money FROM purse WHERE hand < 2 ORDER BY hand";
      Ran asked =
          stage.verify(set, "--query", sum, "--expect", "0\t100\n1\t0\n").ends(ExitCode.COMPLETED);
      assertThat(asked.out()).containsPattern("postgres +query +good");

      Ran other =
          stage
              .verify(set, "--query", sum, "--expect", "0\t100", "-o", "json")
              .ends(ExitCode.VERIFY_FAILED);
      assertThat(other.out()).contains("\"good\":false", "\"result\":\"FAILED\"");
      assertThat(other.err()).contains("'0 | 100 // 1 | 0'").doesNotContain("Exception");

      stage.damage("data/" + file("purse", purse), 0, PAGE);
      Ran bad = stage.verify(set, "--component", "db").ends(ExitCode.VERIFY_FAILED);
      assertThat(bad.out()).containsPattern("pg_amcheck --all +FAILED");
      assertThat(bad.err().lines().toList().getLast())
          .contains("alone/db#cluster is not: pg_amcheck --all: ", "purse")
          .doesNotContain("Exception");
      assertThat(stage.stage.lull("sets", "-o", "json").out())
          .containsPattern("\"verification\":\\{.*\"good\":false");
      put(purse);
    }
  }

  /** The links of a copy say where the tablespaces of the running server are. */
  @Test
  void postgresql_on_a_copy_has_tablespaces_of_its_own() throws Exception {
    TestPostgres.need();
    Path other = RealNode.passable(Files.createDirectory(stage.stage.directory.resolve("other")));
    ServerProcess.give(other, "postgres");
    Path space = Files.createDirectory(other.resolve("space"));
    ServerProcess.give(space, "postgres");
    try (Purse purse = SqlPurse.postgres(stage.volume())) {
      try (Connection connection = connection(purse);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLESPACE space LOCATION '" + space + "'");
        statement.execute("CREATE TABLE far TABLESPACE space AS SELECT 7 AS number");
      }
      String one = "volumes = \"" + stage.volume;
      String set = stage.set(purse.writer().replace(one, one + ", " + other));

      stage
          .verify(
              set,
              "--query",
              "SELECT number, pg_tablespace_location(t.oid) LIKE '"
                  + stage.scratch
                  + "/%' FROM far, pg_tablespace t WHERE spcname = 'space'",
              "--expect",
              "7\tt")
          .ends(ExitCode.COMPLETED);
    }
  }

  @Test
  void mariadb_is_started_and_asked_and_its_damage_named() throws Exception {
    TestMariadb.need();
    try (Purse purse = SqlPurse.mariadb(stage.volume())) {
      put(purse);
      String set = stage.set(purse.writer());

      Ran good =
          stage
              .verify(
                  set,
                  "--query",
                  "SELECT sum(money) FROM purse",
                  "--expect",
                  "100",
                  "--database",
                  "shop")
              .ends(ExitCode.COMPLETED);
      assertThat(good.out())
          .containsPattern("alone/db#data +mariadb +starts and recovers +good")
          .containsPattern("alone/db#data +mariadb +mariadb-check --all-databases +good")
          .containsPattern("alone/db#data +mariadb +query +good");

      stage.damage("data/mysql/servers.MAI", 0, PAGE);
      Ran bad = stage.verify(set).ends(ExitCode.VERIFY_FAILED);
      assertThat(bad.err()).contains("alone/db#data is not: mariadb-check", "mysql.servers");
      put(purse);
    }
  }

  @Test
  void redis_is_read_by_its_own_tools() throws Exception {
    TestRedis.need();
    try (Purse purse = PlainPurse.redis(stage.volume())) {
      put(purse);
      String set = stage.set(purse.writer());

      Ran good = stage.verify(set).ends(ExitCode.COMPLETED);
      assertThat(good.out()).containsPattern("alone/db#data +redis +redis-check-aof \\S+ +good");

      stage.damage("appendonlydir/appendonly.aof.1.incr.aof", 0, 16);
      Ran bad = stage.verify(set).ends(ExitCode.VERIFY_FAILED);
      assertThat(bad.err()).contains("alone/db#data is not: redis-check-aof");

      Ran asked = stage.verify(set, "--query", "SELECT 1", "--expect", "1").ends(ExitCode.USAGE);
      assertThat(asked.err()).contains("--query");
    }
  }

  @Test
  void sqlite_is_checked_and_its_damage_named() throws Exception {
    Real.needCommand("python3");
    Real.needCommand("sqlite3");
    Purse purse = new SqlitePurse(stage.volume(), stage.stage.memory);
    put(purse);
    String set = stage.set(purse.writer());

    Ran good =
        stage
            .verify(set, "--query", "SELECT sum(money) FROM purse", "--expect", "100")
            .ends(ExitCode.COMPLETED);
    assertThat(good.out())
        .containsPattern("alone/db#data +sqlite +integrity_check.* of purse.db +good")
        .containsPattern("sqlite +query +good");

    Ran nobody = stage.verify(Map.of("PATH", "/usr/share"), set).ends(ExitCode.VERIFY_FAILED);
    assertThat(nobody.out()).contains("NOT CHECKED").doesNotContain("good");
    assertThat(nobody.err()).contains("could not be checked", "sqlite3: not installed here");

    Files.deleteIfExists(Path.of(stage.copy("purse.db") + "-wal"));
    stage.damage("purse.db", 0, 64);
    Ran bad = stage.verify(set).ends(ExitCode.VERIFY_FAILED);
    assertThat(bad.err()).contains("alone/db#data is not: integrity_check", "not a database");
  }

  /** The running server is not to hear of it, whatever its copy says of where things lie. */
  @Test
  void a_copy_that_leads_to_what_runs_is_not_followed() throws Exception {
    TestRedis.need();
    try (Purse purse = PlainPurse.redis(stage.volume())) {
      put(purse);
      String set = stage.set(purse.writer());
      Path log = stage.copy("appendonlydir/appendonly.aof.1.incr.aof");
      Path outside = stage.stage.directory.resolve("outside");
      Files.move(log, outside, StandardCopyOption.REPLACE_EXISTING);
      Files.createSymbolicLink(log, outside);

      Ran typed = stage.verify(set).ends(ExitCode.VERIFY_FAILED);
      assertThat(typed.err()).contains("could not be checked", "leads to " + outside);
    }
  }

  @Test
  void files_are_read_and_a_program_of_the_user_decides() throws Exception {
    Path volume = stage.volume();
    Files.writeString(volume.resolve("state"), "good");
    String set = stage.ofDirectory();

    Ran read = stage.verify(set).ends(ExitCode.COMPLETED);
    assertThat(read.out()).containsPattern("files +read whole; no engine to ask +good");

    stage
        .verify(set, "--exec", "sh", "-c", "grep -q good \"$LULL_COPY_0/state\"")
        .ends(ExitCode.COMPLETED);
    Ran bad =
        stage
            .verify(set, "--exec", "sh", "-c", "grep -q bad \"$LULL_COPY_0/state\"")
            .ends(ExitCode.VERIFY_FAILED);
    assertThat(bad.err()).contains("--exec: its status is 1");
  }
}
