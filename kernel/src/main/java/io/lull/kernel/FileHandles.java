package io.lull.kernel;

import static io.lull.kernel.SystemCalls.STATE;
import static io.lull.kernel.SystemCalls.handle;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/** The calls on files and names; {@link FileCalls} is how everybody else makes them. */
final class FileHandles {
  static final MethodHandle GETDENTS =
      handle("getdents64", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), STATE);
  static final MethodHandle LSEEK =
      handle("lseek", of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT), STATE);
  static final MethodHandle PREAD =
      handle("pread", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG), STATE);
  static final MethodHandle PWRITE =
      handle("pwrite", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG), STATE);
  static final MethodHandle FTRUNCATE =
      handle("ftruncate", of(JAVA_INT, JAVA_INT, JAVA_LONG), STATE);
  static final MethodHandle FADVISE =
      handle("posix_fadvise", of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT), STATE);
  static final MethodHandle MKNODAT =
      handle("mknodat", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG), STATE);
  static final MethodHandle SYMLINKAT =
      handle("symlinkat", of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS), STATE);
  static final MethodHandle READLINKAT =
      handle("readlinkat", of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG), STATE);
  static final MethodHandle LINKAT =
      handle("linkat", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT), STATE);
  static final MethodHandle FCHOWN =
      handle("fchown", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), STATE);
  static final MethodHandle FCHOWNAT =
      handle("fchownat", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT), STATE);
  static final MethodHandle FCHMODAT =
      handle("fchmodat", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), STATE);
  static final MethodHandle FUTIMENS = handle("futimens", of(JAVA_INT, JAVA_INT, ADDRESS), STATE);
  static final MethodHandle UTIMENSAT =
      handle("utimensat", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT), STATE);
  static final MethodHandle FLISTXATTR =
      handle("flistxattr", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), STATE);
  static final MethodHandle LISTXATTR =
      handle("listxattr", of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG), STATE);
  static final MethodHandle GETXATTR =
      handle("getxattr", of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG), STATE);
  static final MethodHandle SETXATTR =
      handle("setxattr", of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT), STATE);

  private FileHandles() {}

  private static FunctionDescriptor of(MemoryLayout result, MemoryLayout... arguments) {
    return FunctionDescriptor.of(result, arguments);
  }
}
