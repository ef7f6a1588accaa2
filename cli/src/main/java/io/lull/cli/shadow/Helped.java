package io.lull.cli.shadow;

import java.util.List;
import java.util.stream.Stream;

/** How the verbs are written. */
final class Helped {
  private static final List<String> VERBS =
      List.of(
          "set                                    show what is set",
          "set context persistent [nowriters]     sets stay until they are deleted (the usual)",
          "set context volatile [nowriters]       sets end with their backup",
          "set context clientaccessible           the same as persistent nowriters",
          "set option lowest GRADE                application, filesystem, crash or fuzzy",
          "set option fuzzy                       accept copies made while data changed",
          "set option type TYPE                   full, copy, incremental, differential, log,"
              + " other",
          "set option wait TIME                   wait while another set is created, such as 10m",
          "set metadata FILE                      write the set's certificate to a new file",
          "set verbose on|off                     tell of every step",
          "begin backup                           a backup that 'end backup' tells writers of",
          "add                                    show volumes and aliases",
          "add volume PATH [alias NAME] [provider PROVIDER]",
          "add alias NAME VALUE                   %NAME% stands for it from now on",
          "writer verify WRITER                   no set without this writer",
          "writer exclude WRITER|COMPONENT        leave it out",
          "create                                 freeze, copy, thaw: make the set",
          "exec PROGRAM [WORD...]                 run it, without a shell; aliases are variables",
          "expose COPY PATH                       show a copy at an empty directory of its host",
          "unexpose COPY|PATH                     take it away again",
          "delete shadows all                     every set that this node knows",
          "delete shadows set SET                 all copies of a set",
          "delete shadows id COPY                 one copy",
          "delete shadows volume PATH             all copies of a volume",
          "delete shadows oldest PATH             the oldest copy of a volume",
          "delete shadows exposed PATH            the copy that is shown there",
          "list writers [status|metadata|detailed]",
          "list shadows [all|set SET|id COPY]",
          "list providers",
          "end backup                             tell the writers that the backup is done",
          "begin restore SET [WRITER|COMPONENT...] have writers make way for their files",
          "end restore                            have writers take over what 'exec' put back",
          "reset                                  begin anew; an open backup is aborted",
          "help [VERB]                            show how verbs are written",
          "exit                                   leave; an open backup is aborted",
          "rem TEXT, # TEXT                       a comment");

  private Helped() {}

  /** The words with which verbs begin. */
  static List<String> words() {
    return List.of(
        "add",
        "begin",
        "create",
        "delete",
        "end",
        "exec",
        "exit",
        "expose",
        "help",
        "list",
        "reset",
        "set",
        "unexpose",
        "writer");
  }

  /** The lines of all verbs that begin so, or of all. */
  static List<String> about(String beginning) {
    List<String> found = VERBS.stream().filter(line -> line.startsWith(beginning)).toList();
    List<String> lines = found.isEmpty() ? VERBS : found;
    return beginning.isEmpty() || found.isEmpty()
        ? Stream.concat(
                lines.stream(),
                Stream.of(
                    "",
                    "A copy is SET@HOST:/PATH as listed, an alias as %NAME%, or a set with one"
                        + " copy.",
                    "A word with blanks stands in double quotes; a percent sign is %%."))
            .toList()
        : lines;
  }
}
