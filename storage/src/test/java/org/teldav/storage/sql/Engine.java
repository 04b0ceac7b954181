package org.teldav.storage.sql;

/** An engine under test, with an empty store. */
interface Engine {
    Fixture fixture();
}
