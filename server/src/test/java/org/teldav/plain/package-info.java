/** A WebDAV tree of folders and files with any bytes, in memory, behind the handlers that serve address books: for litmus, which stores no vCards. */
@NullMarked
package org.teldav.plain;

import org.jspecify.annotations.NullMarked;
