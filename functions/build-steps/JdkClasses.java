import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies this JDK's class files of java.* modules into a folder, one tree of packages, for tools that read no run-time image. */
void main(String[] arguments) throws IOException {
    Path target = Path.of(arguments[0]);
    Path done = target.resolve("complete-" + Runtime.version());
    if (Files.exists(done)) {
        return;
    }
    FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));
    List<Path> modules;
    try (Stream<Path> all = Files.list(image.getPath("/modules"))) {
        modules = all.filter(module -> module.getFileName().toString().startsWith("java.")).toList();
    }
    for (Path module : modules) {
        try (Stream<Path> files = Files.walk(module)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = module.relativize(file).toString();
                if (name.endsWith(".class") && !name.equals("module-info.class")) {
                    Path copy = target.resolve(name);
                    Files.createDirectories(copy.getParent());
                    Files.write(copy, Files.readAllBytes(file));
                }
            }
        }
    }
    Files.createFile(done);
}
