package org.teldav.dav;

import javax.xml.namespace.QName;

/** The pre- and postconditions that an error body names (RFC 4918 §16 and the RFCs named at each). */
public enum Precondition {
    PROPFIND_FINITE_DEPTH(403, Xml.dav("propfind-finite-depth")),
    /** RFC 4918 §16, as the next two. */
    LOCK_TOKEN_SUBMITTED(423, Xml.dav("lock-token-submitted")),
    NO_CONFLICTING_LOCK(423, Xml.dav("no-conflicting-lock")),
    LOCK_TOKEN_MATCHES_REQUEST_URI(409, Xml.dav("lock-token-matches-request-uri")),
    CANNOT_MODIFY_PROTECTED_PROPERTY(403, Xml.dav("cannot-modify-protected-property")),
    /** RFC 3253 §3.6. */
    SUPPORTED_REPORT(403, Xml.dav("supported-report")),
    /** RFC 6578 §3.2. */
    VALID_SYNC_TOKEN(403, Xml.dav("valid-sync-token")),
    SYNC_TRAVERSAL_SUPPORTED(403, Xml.dav("sync-traversal-supported")),
    /** RFC 3253 §3.6, RFC 5323 §5.17. */
    NUMBER_OF_MATCHES_WITHIN_LIMITS(507, Xml.dav("number-of-matches-within-limits")),
    /** RFC 4331 §6. */
    SUFFICIENT_DISK_SPACE(507, Xml.dav("sufficient-disk-space")),
    /** RFC 5689 §3.3. */
    VALID_RESOURCETYPE(403, Xml.dav("valid-resourcetype")),
    RESOURCE_MUST_BE_NULL(405, Xml.dav("resource-must-be-null")),
    /** RFC 3744 §7.1.1. */
    NEED_PRIVILEGES(403, Xml.dav("need-privileges")),
    /** RFC 6352 §6.3.2.1, as the following. */
    SUPPORTED_ADDRESS_DATA(403, Xml.carddav("supported-address-data")),
    SUPPORTED_ADDRESS_DATA_CONVERSION(406, Xml.carddav("supported-address-data-conversion")),
    VALID_ADDRESS_DATA(403, Xml.carddav("valid-address-data")),
    NO_UID_CONFLICT(403, Xml.carddav("no-uid-conflict")),
    ADDRESSBOOK_COLLECTION_LOCATION_OK(403, Xml.carddav("addressbook-collection-location-ok")),
    MAX_RESOURCE_SIZE(403, Xml.carddav("max-resource-size")),
    SUPPORTED_FILTER(403, Xml.carddav("supported-filter")),
    SUPPORTED_COLLATION(403, Xml.carddav("supported-collation")),
    /** WebDAV-Push, "Subscription Registration", as the following. */
    INVALID_SUBSCRIPTION(403, Xml.push("invalid-subscription")),
    PUSH_NOT_AVAILABLE(403, Xml.push("push-not-available")),
    NO_SUPPORTED_TRIGGER(403, Xml.push("no-supported-trigger"));

    private final int status;
    private final QName element;

    Precondition(int status, QName element) {
        this.status = status;
        this.element = element;
    }

    public int status() {
        return status;
    }

    public QName element() {
        return element;
    }
}
