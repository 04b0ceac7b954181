/** What is counted while the server runs, to be read by whoever shows it. Knows no other room. */
@NullMarked
package org.teldav.metrics;

import org.jspecify.annotations.NullMarked;
