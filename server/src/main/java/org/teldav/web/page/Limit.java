package org.teldav.web.page;

/** How many lines of a long list are shown: the query says so, and the link at its end asks for more. */
final class Limit {
    private static final int MOST = 1000;

    private Limit() {}

    static int of(Page page, int usual) {
        return page.request()
                .parameter("limit")
                .filter(text -> text.matches("[1-9]\\d{0,3}"))
                .map(text -> Math.min(MOST, Integer.parseInt(text)))
                .orElse(usual);
    }

    /** What the link asks for; 0 where there is no more to be had. */
    static int next(int limit) {
        return limit >= MOST ? 0 : Math.min(MOST, limit * 4);
    }
}
