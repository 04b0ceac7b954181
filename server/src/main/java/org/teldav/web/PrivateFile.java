package org.teldav.web;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A small file that nobody but its owner can read, at no moment, and that is never seen half written. */
public final class PrivateFile {
    private PrivateFile() {}

    public static void write(Path file, String content) throws IOException {
        Path fresh = create(file);
        Files.writeString(fresh, content);
        replace(fresh, file);
    }

    /**
     * An empty file beside that one, for what is to take its place.
     *
     * @throws FileSystemException where something is there that is no file: a folder, a device, a pipe; or where its folder is missing
     */
    public static Path create(Path file) throws IOException {
        Path place = place(file);
        if (place.getParent() != null && !Files.isDirectory(place.getParent())) {
            throw new FileSystemException(file.toString(), null, "there is no folder " + place.getParent());
        }
        return Files.createTempFile(place.getParent(), place.getFileName() + ".", ".new", mode("rw-------"));
    }

    /** Where a link leads to: it stays, and what it leads to is replaced. */
    private static Path place(Path file) throws IOException {
        boolean there = Files.exists(file);
        if (there ? !Files.isRegularFile(file) : Files.isSymbolicLink(file)) {
            throw new FileSystemException(file.toString(), null, "it is no file, which could be replaced");
        }
        return there ? file.toRealPath() : file.toAbsolutePath();
    }

    /** Makes a folder that nobody but its owner can look into, where there is none. */
    public static void folder(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectories(folder, mode("rwx------"));
    }

    private static FileAttribute<?>[] mode(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Puts what {@link #create} made in the place of the file, once it is on disk: a power cut leaves the one or the other, whole. */
    public static void replace(Path fresh, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(fresh, place(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
