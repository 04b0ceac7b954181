package org.teldav.web.page;

/** Why a page can't be shown. */
final class PageException extends RuntimeException {
    private final int status;

    /** @param status of HTTP @param message for people */
    PageException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
