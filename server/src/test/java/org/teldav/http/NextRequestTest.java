package org.teldav.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class NextRequestTest {
    private final AtomicBoolean awaited = new AtomicBoolean();
    private final NextRequest next = new NextRequest(awaited::get);
    private final List<String> seen = new ArrayList<>();

    @Test
    void after_each_answer_its_thread_looks_once_for_what_comes_next() {
        reading(() -> {
                    seen.add("read");
                    if (seen.size() < 6) {
                        next.answered();
                    }
                    seen.add("at once: " + next.isAtOnce());
                })
                .succeeded();
        assertThat(seen)
                .containsExactly(
                        "read",
                        "at once: true",
                        "read",
                        "at once: true",
                        "read",
                        "at once: true",
                        "read",
                        "at once: false");
    }

    @Test
    void who_asks_without_end_is_answered_without_end() {
        int many = 100_000;
        List<Integer> read = new ArrayList<>();
        reading(() -> {
                    read.add(1);
                    if (read.size() < many) {
                        next.answered();
                    }
                    next.isAtOnce();
                })
                .succeeded();
        assertThat(read).hasSize(many);
    }

    @Test
    void a_thread_that_ends_what_another_began_waits_for_the_selector() {
        next.answered();
        assertThat(next.isAtOnce()).as("before anything was read").isFalse();
        reading(() -> {
                    next.answered();
                    seen.add("another: "
                            + CompletableFuture.supplyAsync(next::isAtOnce).join());
                })
                .succeeded();
        assertThat(next.isAtOnce()).as("after the look").isFalse();
        assertThat(seen).containsExactly("another: false");
    }

    @Test
    void a_thread_that_others_wait_for_leaves_what_is_there_until_it_was_registered() {
        reading(() -> {
                    seen.add("left before an answer: " + next.isLeft());
                    next.answered();
                    awaited.set(true);
                    seen.add("at once: " + next.isAtOnce());
                    awaited.set(false);
                    seen.add("left: " + next.isLeft());
                    next.registered();
                    seen.add("left: " + next.isLeft());
                })
                .succeeded();
        assertThat(seen).containsExactly("left before an answer: false", "at once: false", "left: true", "left: false");
    }

    @Test
    void a_look_that_failed_is_over() {
        Callback failing = reading(() -> {
            next.answered();
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(failing::succeeded).hasMessage("broken");
        assertThat(next.isAtOnce()).isFalse();
    }

    private Callback reading(Runnable work) {
        return next.reading(Callback.from(work));
    }
}
