/** WebDAV itself (RFC 4918 and its kin): methods, properties, preconditions, multistatus. Knows no address book and no database. */
@NullMarked
package org.teldav.dav;

import org.jspecify.annotations.NullMarked;
