package org.teldav.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * What it was measured on. Immutable.
 *
 * @param disk the kind of file system that was probed
 * @param fsyncP50Millis how long it takes until 4 KiB more of a file are on that disk, median: the floor of a durable PUT
 */
record Machine(
        String cpu,
        int cores,
        long memoryMiB,
        String os,
        String java,
        String disk,
        double fsyncP50Millis,
        double fsyncP99Millis) {

    private static final int PROBES = 100;
    private static final long PROBE_NANOS = 2_000_000_000L;

    /** @param folder on the disk where the server keeps its data */
    static Machine here(Path folder) throws IOException {
        Latencies fsync = fsync(folder);
        return new Machine(
                field("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field("/proc/meminfo", "MemTotal", "0 kB").replaceAll("\\D", "")) / 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                fileSystem(folder),
                fsync.millis(0.5),
                fsync.millis(0.99));
    }

    /** Nobody knows in a chroot what is mounted. */
    private static String fileSystem(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException e) {
            return "?";
        }
    }

    private static String field(String file, String name, String otherwise) throws IOException {
        if (!Files.isReadable(Path.of(file))) {
            return otherwise;
        }
        try (Stream<String> lines = Files.lines(Path.of(file), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        }
    }

    private static Latencies fsync(Path folder) throws IOException {
        Latencies latencies = new Latencies();
        Path file = Files.createTempFile(folder, "fsync", ".probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocate(4096);
            long deadline = System.nanoTime() + PROBE_NANOS;
            for (int i = 0; i < PROBES && System.nanoTime() - deadline < 0; i++) {
                long start = System.nanoTime();
                channel.write(page.rewind());
                channel.force(false);
                latencies.add(System.nanoTime() - start);
            }
        } finally {
            Files.delete(file);
        }
        return latencies;
    }
}
