/** HTTP: Jetty below, Milton above, and between them who is asking. */
@NullMarked
package org.teldav.http;

import org.jspecify.annotations.NullMarked;
