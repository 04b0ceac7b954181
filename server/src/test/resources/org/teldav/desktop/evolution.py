"""Evolution's address books, by the libraries that Evolution itself uses: a command as JSON in each line that comes in, its answer in a line that goes out."""

import json
import sys
import time

import gi

for library in ("EDataServer", "EBook", "EBookContacts"):
    gi.require_version(library, "1.2")
from gi.repository import EBook, EBookContacts, EDataServer, GLib  # noqa: E402

EVERYTHING = '(contains "x-evolution-any-field" "")'
NO_FLAGS = EBookContacts.BookOperationFlags(0)

registry = EDataServer.SourceRegistry.new_sync(None)
books = {}


def credentials(user, password):
    named = EDataServer.NamedParameters.new()
    named.set("username", user)
    named.set("password", password)
    return named


def source(book, url, user):
    made = EDataServer.Source.new_with_uid(book, None)
    address = GLib.Uri.parse(url, GLib.UriFlags.NONE)
    made.get_extension(EDataServer.SOURCE_EXTENSION_ADDRESS_BOOK).set_backend_name("carddav")
    login = made.get_extension(EDataServer.SOURCE_EXTENSION_AUTHENTICATION)
    login.set_host(address.get_host())
    login.set_port(address.get_port())
    login.set_user(user)
    login.set_method("plain/password")
    made.get_extension(EDataServer.SOURCE_EXTENSION_SECURITY).set_secure(address.get_scheme() == "https")
    made.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND).set_uri(address)
    return made


def discover(url, user, password):
    answer = EDataServer.webdav_discover_sources_sync(
        source("probe", url, user),
        url,
        EDataServer.WebDAVDiscoverSupports.CONTACTS,
        credentials(user, password),
        None,
    )
    return [found.href for found in answer[3]]


def open(book, url, user, password):
    registry.commit_source_sync(source(book, url, user), None)
    opened = []
    known = None
    asked = False
    end = time.monotonic() + 30
    while time.monotonic() < end:
        GLib.MainContext.default().iteration(False)
        time.sleep(0.01)
        if known is None:
            known = registry.ref_source(book)
            if known is not None:
                EBook.BookClient.connect(known, 0, None, lambda _, result: opened.append(result))
            continue
        status = known.get_connection_status()
        if status == EDataServer.SourceConnectionStatus.AWAITING_CREDENTIALS and not asked:
            known.invoke_authenticate(credentials(user, password), None, None)
            asked = True
        # Before it was asked who it is, it seems to be connected for a moment.
        if asked and opened and status == EDataServer.SourceConnectionStatus.CONNECTED:
            books[book] = EBook.BookClient.connect_finish(opened[0])
            return is_writable(books[book])
    raise TimeoutError("not connected: " + known.get_connection_status().value_nick)


def is_writable(client):
    """The backend says it before it answers this."""
    client.retrieve_properties_sync(None)
    while GLib.MainContext.default().iteration(False):
        pass
    return not client.is_readonly()


def sync(book):
    books[book].refresh_sync(None)


def cards(book):
    contacts = books[book].get_contacts_sync(EVERYTHING, None)[1]
    return [contact.to_string(EBookContacts.VCardFormat(1)) for contact in contacts]


def add(book, card):
    books[book].add_contact_sync(EBookContacts.Contact.new_from_vcard(card), NO_FLAGS, None)


def modify(book, card):
    books[book].modify_contact_sync(EBookContacts.Contact.new_from_vcard(card), NO_FLAGS, None)


def delete(book, uid):
    books[book].remove_contact_by_uid_sync(uid, NO_FLAGS, None)


print("{}", flush=True)
for line in sys.stdin:
    command, *arguments = json.loads(line)
    try:
        answer = {"value": globals()[command](*arguments)}
    except Exception as problem:
        answer = {"error": repr(problem)}
    print(json.dumps(answer), flush=True)
