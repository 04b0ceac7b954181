package org.teldav.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers with what it was asked: the raw path, and from where. */
final class Echo extends Handler.Abstract {
    private final String name;

    Echo(String name) {
        this.name = name;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String text = name + " " + request.getMethod() + " "
                + request.getHttpURI().getPath() + " from "
                + Request.getRemoteAddr(request) + " by "
                + request.getHttpURI().getScheme() + " "
                + request.getConnectionMetaData().getHttpVersion().asString();
        response.setStatus(200);
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
