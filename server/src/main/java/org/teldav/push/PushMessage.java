package org.teldav.push;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * The body of a message, as the WebDAV-Push draft's schema has it.
 *
 * @param topic of the collection; not said where only a new key is announced
 * @param token its newest sync-token, where its members changed
 * @param properties whether its properties, or those of its members, may have changed
 * @param transports whether there is a new key to register with: such a message says nothing else ("Key Rotation")
 */
record PushMessage(String topic, Optional<String> token, boolean properties, boolean transports) {
    /** What is in it, where it is encrypted already. */
    static final String TYPE = "application/xml; charset=\"UTF-8\"";

    /** RFC 8030 §5.4. */
    private static final int LONGEST_TOPIC = 32;

    /** Neither a topic nor a token of ours has a character that XML would escape. */
    byte[] xml() {
        if (transports) {
            return message("<P:property-update><D:prop><P:transports/></D:prop></P:property-update>");
        }
        String content = token.map(
                        text -> "<P:content-update><D:sync-token>" + text + "</D:sync-token></P:content-update>")
                .orElse("");
        return message("<P:topic>" + topic + "</P:topic>" + content + (properties ? "<P:property-update/>" : ""));
    }

    private static byte[] message(String content) {
        return ("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<P:push-message xmlns:D=\"DAV:\""
                        + " xmlns:P=\"https://bitfire.at/webdav-push\">" + content + "</P:push-message>\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Which undelivered message this one takes the place of (RFC 8030 §5.4): it tells the same, and later. Different for each subscription, so that a push
     * service can't see who shares a collection.
     */
    String replaced(String subscription) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((subscription + '\n' + topic + '\n' + token.isPresent() + properties + transports)
                            .getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, LONGEST_TOPIC);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
