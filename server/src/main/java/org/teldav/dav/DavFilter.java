package org.teldav.dav;

import io.milton.http.Filter;
import io.milton.http.FilterChain;
import io.milton.http.Handler;
import io.milton.http.Request;
import io.milton.http.Response;
import io.milton.http.exceptions.BadRequestException;
import io.milton.http.exceptions.ConflictException;
import io.milton.http.exceptions.NotAuthorizedException;
import io.milton.http.exceptions.NotFoundException;

/** Milton's dispatch to a handler, in place of its standard filter, which answers errors in HTML. Errors fly on to {@link DavErrors}. Thread-safe. */
public final class DavFilter implements Filter {
    @Override
    public void process(FilterChain chain, Request request, Response response) {
        Handler handler = chain.getHttpManager().getMethodHandler(request.getMethod());
        if (handler == null) {
            throw new DavException(501, request.getMethod().code + " is not implemented");
        }
        try {
            handler.process(chain.getHttpManager(), request, response);
        } catch (ConflictException | NotAuthorizedException | BadRequestException | NotFoundException e) {
            throw new IllegalStateException("our handlers throw DavException only", e);
        }
    }
}
