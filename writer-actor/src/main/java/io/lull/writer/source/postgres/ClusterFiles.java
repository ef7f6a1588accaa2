package io.lull.writer.source.postgres;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.tree.TreeEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files of a server belong into a backup: those that {@code pg_basebackup} takes. A server
 * that recovers makes the others anew.
 */
final class ClusterFiles {
  /** Kept, but not what is in them. */
  private static final Set<String> EMPTY =
      Set.of(
          "pg_dynshmem",
          "pg_notify",
          "pg_replslot",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans",
          "pg_tblspc");

  /** These two are made by the source itself. */
  static final List<String> WAL = List.of("pg_wal", "pg_wal/archive_status");

  private static final Set<String> NOT_TAKEN =
      Set.of(
          "pg_wal",
          "postmaster.pid",
          "postmaster.opts",
          "backup_label",
          "tablespace_map",
          "backup_manifest",
          "postgresql.auto.conf.tmp",
          "current_logfiles.tmp");

  /** Of these no part may be elsewhere, because nobody would look for it there. */
  private static final Set<String> DATA =
      Set.of(
          "base",
          "global",
          "pg_commit_ts",
          "pg_logical",
          "pg_multixact",
          "pg_stat",
          "pg_twophase",
          "pg_xact");

  private static final Pattern TEMPORARY =
      Pattern.compile("pgsql_tmp.*|t\\d+_\\d+(_(fsm|vm|init))?(\\.\\d+)?|pg_internal\\.init.*");

  private static final Pattern RELATION =
      Pattern.compile("(.*/\\d+/\\d+)(?:_(fsm|vm|init))?(?:\\.\\d+)?");

  private static final long SMALL = 64 * 1024;

  private ClusterFiles() {}

  /** Whether it belongs to the data directory's own part, by its path there. */
  static boolean wanted(Name path) {
    String text = text(path);
    int slash = text.indexOf('/');
    String first = slash < 0 ? text : text.substring(0, slash);
    return slash < 0
        ? !NOT_TAKEN.contains(text) && !TEMPORARY.matcher(text).matches()
        : !EMPTY.contains(first) && !isTemporary(text);
  }

  /** Whether it belongs to a tablespace, which may be several servers'. */
  static boolean wantedOfTablespace(Name path, String version) {
    String text = text(path);
    return (text.equals(version) || text.startsWith(version + "/")) && !isTemporary(text);
  }

  private static boolean isTemporary(String text) {
    return TEMPORARY.matcher(text.substring(text.lastIndexOf('/') + 1)).matches();
  }

  /** Without the content of unlogged tables, and without links that lead to no data. */
  static List<TreeEntry> chosen(List<TreeEntry> found) throws SourceException {
    Set<String> unlogged = new HashSet<>();
    for (TreeEntry entry : found) {
      Matcher relation = RELATION.matcher(text(entry.path()));
      if (relation.matches() && "init".equals(relation.group(2))) {
        unlogged.add(relation.group(1));
      }
    }
    List<TreeEntry> chosen = new ArrayList<>();
    for (TreeEntry entry : found) {
      if (entry.type() == FileType.LINK) {
        demandNoData(entry);
      } else {
        Matcher relation = RELATION.matcher(text(entry.path()));
        if (!relation.matches()
            || "init".equals(relation.group(2))
            || !unlogged.contains(relation.group(1))) {
          chosen.add(entry);
        }
      }
    }
    return chosen;
  }

  private static void demandNoData(TreeEntry link) throws SourceException {
    String text = text(link.path());
    if (text.indexOf('/') >= 0 || DATA.contains(text)) {
      throw new SourceException(
          Fault.expected(
              Failure.WRITER_NON_RETRYABLE,
              "the data of the server in its data directory, but for pg_wal and tablespaces",
              text + " is a link; make it a directory, or a tablespace"));
    }
  }

  /** The directories that are kept empty, also those that are links. */
  static List<String> emptied(List<TreeEntry> found) {
    return found.stream()
        .filter(entry -> entry.type() == FileType.LINK)
        .map(entry -> text(entry.path()))
        .filter(EMPTY::contains)
        .toList();
  }

  /**
   * Whether it is a file that the server replaces as a whole. Of such a file half a new one would
   * be of no use, while of a table the log has whatever is missing.
   */
  static boolean isReplaced(TreeEntry entry) {
    String text = text(entry.path());
    char first = text.charAt(text.lastIndexOf('/') + 1);
    return entry.type() == FileType.FILE
        && entry.size() <= SMALL
        && !(first >= '0' && first <= '9')
        && !text.startsWith("log/")
        && !text.startsWith("pg_log/");
  }

  /** Whether it is written in place, and may be caught half-way. */
  static boolean isControl(TreeEntry entry) {
    return text(entry.path()).equals("global/pg_control");
  }

  private static String text(Name path) {
    return new String(path.bytes(), ISO_8859_1);
  }
}
