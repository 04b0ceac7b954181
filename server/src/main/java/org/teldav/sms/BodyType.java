package org.teldav.sms;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** What a request's body can be, and how a text stands in it. */
public enum BodyType {
    JSON("application/json", text -> new String(JsonStringEncoder.getInstance().quoteAsString(text))),
    FORM("application/x-www-form-urlencoded", text -> URLEncoder.encode(text, StandardCharsets.UTF_8)),
    XML("application/xml", BodyType::xml),
    PLAIN("text/plain", text -> text);

    private final String mediaType;
    private final UnaryOperator<String> escape;

    BodyType(String mediaType, UnaryOperator<String> escape) {
        this.mediaType = mediaType;
        this.escape = escape;
    }

    String mediaType() {
        return this == FORM ? mediaType : mediaType + "; charset=utf-8";
    }

    String escaped(String text) {
        return escape.apply(text);
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }
}
