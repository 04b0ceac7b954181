package org.teldav.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.teldav.accounts.LoginAwayException;

/** What the provider says. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** @throws LoginAwayException where it is no object of JSON */
    static JsonNode object(byte[] json) {
        try {
            JsonNode read = MAPPER.readTree(json);
            if (read != null && read.isObject()) {
                return read;
            }
        } catch (IOException e) {
            // The message would show what came, and that may be a token.
            throw new LoginAwayException("the provider answers with no JSON");
        }
        throw new LoginAwayException("the provider answers with no JSON");
    }
}
