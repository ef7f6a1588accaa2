package io.lull.writer.mariadb;

import java.util.List;

/** What the two servers call the same things. */
enum Dialect {
  /** Blocks commits only: queries go on, and so do transactions until they commit. */
  MARIADB("mariadb", "RELOAD, BINLOG MONITOR", "@@gtid_binlog_pos") {
    @Override
    List<String> lock() {
      return List.of(
          "BACKUP STAGE START",
          "BACKUP STAGE FLUSH",
          "BACKUP STAGE BLOCK_DDL",
          "BACKUP STAGE BLOCK_COMMIT");
    }

    @Override
    List<String> unlock() {
      return List.of("BACKUP STAGE END");
    }

    @Override
    List<String> probe() {
      return List.of("BACKUP STAGE START", "BACKUP STAGE END");
    }

    @Override
    String status(int major, int minor) {
      return "SHOW BINLOG STATUS";
    }
  },
  /** Blocks every statement that writes, once those that run have ended. */
  MYSQL("mysql", "RELOAD, BACKUP_ADMIN, REPLICATION CLIENT", "@@gtid_executed") {
    @Override
    List<String> lock() {
      return List.of("LOCK INSTANCE FOR BACKUP", "FLUSH TABLES WITH READ LOCK");
    }

    @Override
    List<String> unlock() {
      return List.of("UNLOCK TABLES", "UNLOCK INSTANCE");
    }

    @Override
    List<String> probe() {
      return List.of("LOCK INSTANCE FOR BACKUP", "UNLOCK INSTANCE");
    }

    @Override
    String status(int major, int minor) {
      return major > 8 || (major == 8 && minor >= 4)
          ? "SHOW BINARY LOG STATUS"
          : "SHOW MASTER STATUS";
    }
  };

  private final String kind;
  private final String rights;
  private final String gtid;

  Dialect(String kind, String rights, String gtid) {
    this.kind = kind;
    this.rights = rights;
    this.gtid = gtid;
  }

  String kind() {
    return kind;
  }

  /** The statements that take the lock, on one connection. */
  abstract List<String> lock();

  abstract List<String> unlock();

  /** Takes and gives back what blocks nobody, but needs the same right. */
  abstract List<String> probe();

  /** Tells where the binary log ends. */
  abstract String status(int major, int minor);

  /** The global privileges that it takes. */
  String rights() {
    return rights;
  }

  /** The variable that tells the same as a GTID. */
  String gtid() {
    return gtid;
  }
}
