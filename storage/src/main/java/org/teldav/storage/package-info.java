/** What is kept: principals, address books, cards, claims and changes. Knows no HTTP and no vCard. */
@NullMarked
package org.teldav.storage;

import org.jspecify.annotations.NullMarked;
