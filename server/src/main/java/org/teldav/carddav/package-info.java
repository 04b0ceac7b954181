/** RFC 6352: homes, address books and cards as WebDAV resources, and their reports. */
@NullMarked
package org.teldav.carddav;

import org.jspecify.annotations.NullMarked;
