package org.teldav.bench;

import java.io.PrintWriter;

/** Tells who waits what is going on. Thread-safe. */
public record Progress(PrintWriter out) {

    public synchronized void say(String sentence) {
        out.println(sentence);
        out.flush();
    }
}
