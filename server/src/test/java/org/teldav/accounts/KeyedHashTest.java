package org.teldav.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
    private static final int TEXTS = 10_000;

    private static List<ByteBuffer> hashes(KeyedHash hash, boolean atOnce) {
        IntStream texts = IntStream.range(0, TEXTS);
        return (atOnce ? texts.parallel() : texts)
                .mapToObj(i -> hash.of("text " + i))
                .toList();
    }

    @Test
    void each_text_has_its_own_hash_of_32_bytes_also_where_many_ask_at_once() {
        KeyedHash hash = new KeyedHash();
        List<ByteBuffer> one = hashes(hash, false);
        assertThat(one).doesNotHaveDuplicates().allMatch(each -> each.remaining() == 32);
        assertThat(hashes(hash, true)).isEqualTo(one);
    }

    @Test
    void another_one_has_another_key() {
        assertThat(new KeyedHash().of("text")).isNotEqualTo(new KeyedHash().of("text"));
    }
}
