package org.teldav.config;

import java.util.Optional;

/** What the keys say; empty where that is an error, which is told already. */
interface Values {
    <T> Optional<T> of(Key<T> key);
}
