package org.teldav.dav;

import java.util.List;
import java.util.Optional;

/** UNLOCK (RFC 4918 §9.11). */
public final class UnlockHandler extends MethodHandler {
    public UnlockHandler(DavTree tree) {
        super(tree, "UNLOCK");
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        LockedPath path = LockedPath.of(tree, request);
        LockToken token = token(request);
        Preconditions conditions = Preconditions.of(request, tree);
        tree.locks(request).alone(table -> {
            path.requireThere(table);
            conditions.require(table, table.validators(path.href()));
            if (path.locks(table).stream().noneMatch(lock -> lock.token().equals(token))) {
                throw new DavException(
                        Precondition.LOCK_TOKEN_MATCHES_REQUEST_URI.status(),
                        Optional.of(Precondition.LOCK_TOKEN_MATCHES_REQUEST_URI),
                        "no lock on this has the token",
                        List.of());
            }
            table.forget(token);
            return token;
        });
        response.status(204);
    }

    /** RFC 4918 §10.5. */
    private static LockToken token(DavRequest request) {
        String header = request.header("Lock-Token")
                .orElseThrow(() -> DavException.badRequest("UNLOCK says in the Lock-Token header which lock"));
        HeaderReader in = new HeaderReader("Lock-Token", header);
        if (!in.space().skip('<')) {
            throw in.malformed("'<' is missing");
        }
        LockToken token = new LockToken(in.upTo('>'));
        if (!in.space().atEnd()) {
            throw in.malformed("it is one token");
        }
        return token;
    }
}
