package org.teldav.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Ends an answer in which nothing was written by a write of its own. Where Jetty 12.1.14 makes that write, a thread that still is about the answer before it on
 * the same connection ends it a second time, and with it the next one, which then never comes (<a
 * href="https://github.com/jetty/jetty.project/issues/14745">Jetty 14745</a>, mended for others). Thread-safe.
 */
final class LastWrite extends Handler.Wrapper {
    LastWrite(Handler inner) {
        super(inner);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, new Ending(response, callback));
    }

    private static final class Ending extends Callback.Nested {
        private final Response response;

        Ending(Response response, Callback callback) {
            super(callback);
            this.response = response;
        }

        @Override
        public void succeeded() {
            if (response.isCommitted()) {
                super.succeeded();
            } else {
                response.write(true, BufferUtil.EMPTY_BUFFER, getCallback());
            }
        }
    }
}
