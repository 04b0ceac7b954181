package org.teldav.dav;

import io.milton.http.Auth;
import io.milton.http.Request;
import io.milton.resource.Resource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;

/**
 * What a path names, for one request and the one who asks: it is found only where that user may see it. What else can be done with it is told by the
 * interfaces that it implements ({@link DavCollection}, {@link Readable}, {@link PutTarget}, …).
 */
public abstract class DavResource implements Resource {
    /** The canonical spelling of its path. */
    public abstract String href();

    /** The methods that may be asked of it, as in {@code Allow}. */
    public abstract String allow();

    /** The live properties of its kind. */
    public abstract LiveProperties<?> properties();

    /** What conditions are compared with. */
    public Validators validators() {
        return new Validators(Optional.empty(), Optional.empty());
    }

    /** What clients have set and the server only keeps. */
    public List<DeadProperty> deadProperties() {
        return List.of();
    }

    /** The reports that may be asked of it (RFC 3253 §3.1.5). */
    public Set<QName> reports() {
        return Set.of();
    }

    @Override
    public String getUniqueId() {
        return href();
    }

    @Override
    public String getName() {
        return href();
    }

    @Override
    public Object authenticate(String user, String password) {
        throw new IllegalStateException("who asks is known before Milton is asked");
    }

    @Override
    public boolean authorise(Request request, Request.Method method, Auth auth) {
        return true;
    }

    @Override
    public String getRealm() {
        return "TelDAV";
    }

    @Override
    public Date getModifiedDate() {
        return validators().modified().map(Date::from).orElse(null);
    }

    @Override
    public String checkRedirect(Request request) {
        return null;
    }
}
