package org.teldav.dav;

import io.milton.http.Handler;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The methods that a tree is served with. */
public final class Methods {
    private Methods() {}

    /** The handlers of all of them. What a kind of resource isn't made for is 405 there. */
    public static Set<Handler> of(DavTree tree, List<Report> reports) {
        return new LinkedHashSet<>(List.of(
                new OptionsHandler(tree),
                new GetHandler(tree),
                new PutHandler(tree),
                new DeleteHandler(tree),
                new CopyMoveHandler(tree),
                new MkcolHandler(tree),
                new LockHandler(tree),
                new UnlockHandler(tree),
                new AclHandler(tree),
                new PostHandler(tree),
                new PropFindHandler(tree),
                new PropPatchHandler(tree),
                new ReportHandler(tree, reports)));
    }
}
