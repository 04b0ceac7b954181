/** The server: HTTP, WebDAV, CardDAV and the propagation of changed numbers. */
@NullMarked
package org.teldav;

import org.jspecify.annotations.NullMarked;
