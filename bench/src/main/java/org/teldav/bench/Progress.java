package org.teldav.bench;

import java.io.PrintWriter;

/** Tells who waits what is going on. Thread-safe. */
record Progress(PrintWriter out) {

    synchronized void say(String sentence) {
        out.println(sentence);
        out.flush();
    }
}
