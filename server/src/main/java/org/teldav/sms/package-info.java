/** Text messages to telephones: what a gateway is, and three of them. Knows no other room. */
@NullMarked
package org.teldav.sms;

import org.jspecify.annotations.NullMarked;
