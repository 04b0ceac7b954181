/** How a card's bytes become a request to store them: the index of a card, as the store wants it. Uses vcard and storage only. */
@NullMarked
package org.teldav.cards;

import org.jspecify.annotations.NullMarked;
