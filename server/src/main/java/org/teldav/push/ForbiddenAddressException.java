package org.teldav.push;

import java.io.IOException;

/** A push resource's host has an address that {@link PushPolicy} doesn't permit. */
final class ForbiddenAddressException extends IOException {
    ForbiddenAddressException() {
        super("an address that isn't public");
    }
}
