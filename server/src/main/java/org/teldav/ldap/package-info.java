/** Logins by a directory that is asked by LDAP (RFC 4511). The only user of the LDAP SDK. */
@NullMarked
package org.teldav.ldap;

import org.jspecify.annotations.NullMarked;
