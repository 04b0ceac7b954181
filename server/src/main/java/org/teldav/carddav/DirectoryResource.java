package org.teldav.carddav;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.teldav.dav.Ace;
import org.teldav.dav.DavException;
import org.teldav.dav.DavResource;
import org.teldav.dav.Preconditions;
import org.teldav.dav.Privilege;
import org.teldav.dav.PropertyUpdate;
import org.teldav.storage.AddressBook;

/** The directory of a group, as each of its members finds it in their home: to be read, and nothing else (docs/decisions/directory.md). */
final class DirectoryResource extends BookResource {
    DirectoryResource(Requester requester, AddressBook book) {
        super(requester, book);
    }

    private String group() {
        return Paths.group(book().name().substring(AddressBook.DIRECTORY_PREFIX.length()));
    }

    @Override
    public Optional<String> owner() {
        return Optional.of(group());
    }

    @Override
    public List<Privilege> privileges() {
        return CommonProperties.READ_PRIVILEGES;
    }

    @Override
    public List<Ace> aces() {
        return List.of(Ace.of(group(), Privilege.READ));
    }

    /** Of the home nothing comes down to it. */
    @Override
    public Optional<String> inheritedAcl() {
        return Optional.empty();
    }

    @Override
    public String allow() {
        return "OPTIONS, PROPFIND, REPORT, ACL" + (pushes() ? ", POST" : "");
    }

    @Override
    public boolean addsMembers() {
        return false;
    }

    @Override
    public Outcome put(String name, byte[] body, Optional<String> mediaType, Preconditions conditions) {
        throw member(name).isPresent()
                ? Privilege.WRITE_CONTENT.missingOn(memberHref(name))
                : Privilege.BIND.missingOn(href());
    }

    @Override
    public void reserve(String name) {
        require(Privilege.BIND);
    }

    @Override
    public void delete(Preconditions conditions) {
        throw DavException.forbidden("the directory of a group is there for as long as you are in the group");
    }

    @Override
    public boolean transfer(Kind kind, DavResource parent, String name, boolean overwrite, Preconditions conditions) {
        throw DavException.forbidden("the directory of a group can't be moved, and its cards are copied one by one");
    }

    @Override
    public Map<QName, DavException> patch(List<PropertyUpdate> updates, Preconditions conditions) {
        throw Privilege.WRITE_PROPERTIES.missingOn(href());
    }
}
