package org.teldav.dav;

import javax.xml.namespace.QName;

/**
 * A property by which principals can be found (RFC 3744 §9.5).
 *
 * @param description for people to read, in English
 */
public record SearchableProperty(QName name, String description) {}
