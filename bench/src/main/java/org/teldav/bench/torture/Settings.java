package org.teldav.bench.torture;

/**
 * How hard, and on what.
 *
 * @param between the most acknowledged writes between a start and the next kill
 * @param writers two to a book, as two devices of one user
 * @param readers who follow the tokens of books
 * @param phones holders whose phones write their cards while these are rewritten
 * @param holders holders who only have the cards
 * @param changers who change their numbers
 * @param changes the most of each changer
 * @param nodes servers on one database
 */
record Settings(
        long seed,
        int kills,
        int between,
        int writers,
        int readers,
        int phones,
        int holders,
        int changers,
        int changes,
        int nodes) {}
