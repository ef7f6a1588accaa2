import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar stack maps: {@code java StackMaps.java JAR}.
 *
 * <p>Classes that were compiled for Java 5 have none, and are left out of the cache of the virtual
 * machine for that, with everything that is built on them. Nothing else about them changes.
 */
public final class StackMaps {
  private static final int JAVA_6 = 50;
  private static final int JAVA_8 = 52;

  private StackMaps() {}

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
    try (ZipFile in = new ZipFile(jar.toFile());
        URLClassLoader all = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        OutputStream file = Files.newOutputStream(fresh);
        ZipOutputStream out = new ZipOutputStream(file)) {
      ClassFile classes =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(all)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTime(entry.getTime());
        out.putNextEntry(same);
        out.write(entry.getName().endsWith(".class") ? mapped(classes, content) : content);
        out.closeEntry();
      }
    }
    Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] mapped(ClassFile classes, byte[] content) {
    var model = classes.parse(content);
    if (model.majorVersion() >= JAVA_6) {
      return content;
    }
    ClassTransform anew =
        (builder, element) -> {
          switch (element) {
            case ClassFileVersion _ -> builder.with(ClassFileVersion.of(JAVA_8, 0));
            case MethodModel method ->
                builder.transformMethod(
                    method, MethodTransform.transformingCode((code, part) -> code.with(part)));
            default -> builder.with(element);
          }
        };
    return classes.transformClass(model, anew);
  }
}
