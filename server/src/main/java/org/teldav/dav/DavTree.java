package org.teldav.dav;

import io.milton.http.HttpManager;
import io.milton.http.ResourceFactory;
import io.milton.resource.Resource;
import java.util.Optional;

/** Finds what a path names for the one who asks. What they may not see isn't there. Thread-safe. */
public interface DavTree extends ResourceFactory {
    Optional<DavResource> find(DavRequest request, Href href);

    /** @throws DavException 404 */
    default DavResource require(DavRequest request) {
        return find(request, request.href()).orElseThrow(DavException::notFound);
    }

    /** The locks of the one who asks; none, where the tree has none. */
    default LockSpace locks(DavRequest request) {
        return LockSpace.without(path -> find(request, path).map(DavResource::validators));
    }

    /** The compliance classes that are there, as in the header {@code DAV}. */
    default String classes() {
        return OptionsHandler.CLASSES;
    }

    /** How clients call the server. */
    default Authority authority() {
        return new Authority(Optional.empty());
    }

    @Override
    default Resource getResource(String host, String path) {
        return find((DavRequest) HttpManager.request(), Href.parse(path)).orElse(null);
    }
}
