package org.teldav.bench.torture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The nodes, some of which may be down. Thread-safe. */
record Cluster(List<Node> nodes) implements AutoCloseable {
    /** One of those that run. */
    Optional<Node.Running> any(Random random) {
        List<Node.Running> running =
                nodes.stream().flatMap(node -> node.running().stream()).toList();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    void start() throws IOException {
        for (Node node : nodes) {
            node.start();
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
