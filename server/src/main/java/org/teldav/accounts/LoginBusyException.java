package org.teldav.accounts;

/** Too many passwords are tried just now, by all or from one network. This one was not looked at: that says nothing of it. It passes. */
public final class LoginBusyException extends LoginAwayException {
    /** @param message for people, without what was typed */
    public LoginBusyException(String message) {
        super(message);
    }

    @Override
    public String advice() {
        return "too many passwords are being tried; try again in a moment";
    }
}
