/** A number changed on one phone reaches the others: what must hold is in propagation.md. Uses vcard, cards and storage only. */
@NullMarked
package org.teldav.propagation;

import org.jspecify.annotations.NullMarked;
