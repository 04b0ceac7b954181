/** The storage in SQL, on HSQLDB files or PostgreSQL: one class a table. */
@NullMarked
package org.teldav.storage.sql;

import org.jspecify.annotations.NullMarked;
