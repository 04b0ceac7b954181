/** The command line: it speaks to a running server's API, or opens the data folder itself and speaks to the same API there. */
@NullMarked
package org.teldav.cli;

import org.jspecify.annotations.NullMarked;
