package org.teldav.storage.sql;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All rows of a table along its key, page by page, where each page is read along the index: the engines do so for a few columns that are equal and one
 * that is greater, but not for a comparison of whole keys.
 *
 * @param columns of the key
 * @param size of a page
 */
record KeyWalk<R>(int columns, int size, Page<R> page, Function<R, List<Object>> key) {
    /** Where rows come from. */
    interface Page<R> {
        /**
         * At most a page of rows.
         *
         * @param equal in how many columns of the key they are as the last row, which they are behind in the next column
         * @param last the key of that row; empty for the first rows there are
         */
        List<R> read(int equal, List<Object> last);
    }

    void each(Consumer<R> receiver) {
        List<R> rows = page.read(0, List.of());
        rows.forEach(receiver);
        int equal = rows.size() < size ? -1 : columns - 1;
        List<Object> last = rows.isEmpty() ? List.of() : key.apply(rows.get(rows.size() - 1));
        while (equal >= 0) {
            rows = page.read(equal, last);
            rows.forEach(receiver);
            if (!rows.isEmpty()) {
                last = key.apply(rows.get(rows.size() - 1));
            }
            equal = rows.size() < size ? equal - 1 : columns - 1;
        }
    }
}
