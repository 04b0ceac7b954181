/** What the operator has chosen: one file, the environment above it, read into typed records. Knows no other room. */
@NullMarked
package org.teldav.config;

import org.jspecify.annotations.NullMarked;
