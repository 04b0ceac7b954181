package org.teldav.plain;

import java.util.Optional;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.Readable;
import org.teldav.dav.Xml;

/** Bytes under a name. */
final class PlainFile extends PlainResource implements Readable {
    private static final LiveProperties<PlainFile> PROPERTIES = PlainResource.PROPERTIES.and(
            LiveProperty.<PlainFile>live(Xml.dav("resourcetype"), (file, out) -> {})
                    .inAllprop(),
            LiveProperty.<PlainFile>optional(Xml.dav("getetag"), PlainFile::etag)
                    .inAllprop(),
            LiveProperty.<PlainFile>text(Xml.dav("getcontenttype"), PlainFile::contentType)
                    .inAllprop(),
            LiveProperty.<PlainFile>text(Xml.dav("getcontentlength"), file -> file.content.length)
                    .inAllprop());

    private byte[] content = new byte[0];
    private String contentType = "application/octet-stream";
    private String etag;

    PlainFile(PlainTree tree, PlainFolder parent, String name) {
        super(tree, Optional.of(parent), name);
        etag = tree.nextTag();
    }

    /** @return the new tag */
    String write(byte[] bytes, Optional<String> mediaType) {
        content = bytes;
        mediaType.ifPresent(type -> contentType = type);
        etag = tree.nextTag();
        touch();
        return etag;
    }

    @Override
    boolean isFolder() {
        return false;
    }

    @Override
    PlainResource copyTo(PlainFolder target, String newName, boolean deep) {
        PlainFile copy = new PlainFile(tree, target, newName);
        copy.write(content, Optional.of(contentType));
        return copy.withDead(this);
    }

    @Override
    Optional<String> etag() {
        return Optional.of(etag);
    }

    @Override
    public String allow() {
        return "OPTIONS, GET, HEAD, PUT, DELETE, COPY, MOVE, LOCK, UNLOCK, PROPFIND, PROPPATCH";
    }

    @Override
    public LiveProperties<?> properties() {
        return PROPERTIES;
    }

    @Override
    public byte[] content() {
        return content;
    }

    @Override
    public String contentType() {
        return contentType;
    }
}
