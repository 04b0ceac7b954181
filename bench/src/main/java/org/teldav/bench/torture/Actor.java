package org.teldav.bench.torture;

import java.util.Random;

/** Somebody who works with the servers while these are killed. Used by one thread. */
interface Actor {
    /**
     * Does one thing, at one node, which may be gone at any moment.
     *
     * @return how many writes of all are to be acknowledged before the next step
     */
    int step(Node.Running node, Random random) throws InterruptedException;
}
