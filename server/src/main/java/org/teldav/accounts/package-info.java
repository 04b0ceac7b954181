/** People: their names, passwords, groups and own cards. Knows no HTTP but the one header that carries a login. */
@NullMarked
package org.teldav.accounts;

import org.jspecify.annotations.NullMarked;
