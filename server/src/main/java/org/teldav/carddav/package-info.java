/** CardDAV (RFC 6352): home, book, card, the two reports and their filters. */
@NullMarked
package org.teldav.carddav;

import org.jspecify.annotations.NullMarked;
