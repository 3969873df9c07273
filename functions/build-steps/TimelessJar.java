import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar anew with its entries in order and with one time for all: the same content gives the same bytes, so that a
 * deployment without a change is empty. Arguments: the jar, the time.
 */
void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    LocalDateTime time = LocalDateTime.ofInstant(Instant.parse(arguments[1]), ZoneOffset.UTC);
    Path written = jar.resolveSibling(jar.getFileName() + ".part");
    try (ZipFile from = new ZipFile(jar.toFile()); OutputStream file = Files.newOutputStream(written);
            ZipOutputStream to = new ZipOutputStream(file)) {
        to.setLevel(Deflater.BEST_COMPRESSION);
        for (ZipEntry entry : inOrder(from)) {
            ZipEntry same = new ZipEntry(entry.getName());
            same.setTimeLocal(time);
            to.putNextEntry(same);
            try (InputStream content = from.getInputStream(entry)) {
                content.transferTo(to);
            }
            to.closeEntry();
        }
    }
    Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
}

/** The manifest first, where readers of streams look for it. Without folders, which no class loader asks for. */
List<? extends ZipEntry> inOrder(ZipFile jar) {
    return jar.stream().filter(entry -> !entry.isDirectory())
            .sorted(Comparator.comparing((ZipEntry entry) -> !entry.getName().equals(JarFile.MANIFEST_NAME))
                    .thenComparing(ZipEntry::getName))
            .toList();
}
