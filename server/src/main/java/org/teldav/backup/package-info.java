/** All that is kept, in one file that can be read without TelDAV (docs/backup-format.md). */
@NullMarked
package org.teldav.backup;

import org.jspecify.annotations.NullMarked;
