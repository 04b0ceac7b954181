/** A crash test of our own server: processes that are killed, and what must hold nevertheless. */
@NullMarked
package org.teldav.bench.torture;

import org.jspecify.annotations.NullMarked;
