package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** clients.md 17: the first book. */
class HomeTest extends OneUserTest {
    @Test
    void clients_17_the_first_book_of_a_home_is_contacts() {
        user.send("MKCOL", home + "aaa/").expect(201);
        assertThat(user.propfind(home, 1, GETETAG).hrefs()).containsExactly(home, book, home + "aaa/");
    }
}
