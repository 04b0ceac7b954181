package org.teldav.dav;

import javax.xml.namespace.QName;

/**
 * RFC 4918 §4.2.
 *
 * @param xml the whole element as it was sent, able to stand alone
 */
public record DeadProperty(QName name, String xml) {}
