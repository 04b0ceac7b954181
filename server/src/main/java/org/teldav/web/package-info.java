/** The JSON API that the command line and the page use (docs/api.md). Knows no HTTP server: a request is a record, and so is its answer. */
@NullMarked
package org.teldav.web;

import org.jspecify.annotations.NullMarked;
