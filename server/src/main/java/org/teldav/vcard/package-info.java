/**
 * vCards and phone numbers: the lexer of cards as bytes, what the server indexes of a card, the keys of numbers and the
 * rewriting of a number in a card. The only room that sees ez-vcard and libphonenumber.
 */
@NullMarked
package org.teldav.vcard;

import org.jspecify.annotations.NullMarked;
