/** Logins by a provider of OpenID Connect: there and back, and by its tokens. The only user of the JOSE library. */
@NullMarked
package org.teldav.oidc;

import org.jspecify.annotations.NullMarked;
