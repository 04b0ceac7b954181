/** Load on any CardDAV URL, ours or another server's, and micro-benchmarks of the inner loops. */
@NullMarked
package org.teldav.bench;

import org.jspecify.annotations.NullMarked;
