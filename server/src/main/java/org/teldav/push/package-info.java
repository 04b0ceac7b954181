/** Messages to phones that something changed (WebDAV-Push over RFC 8030), and who may get them. Uses the store and Jetty's client. */
@NullMarked
package org.teldav.push;

import org.jspecify.annotations.NullMarked;
