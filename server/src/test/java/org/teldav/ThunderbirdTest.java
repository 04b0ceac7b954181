package org.teldav;

import java.io.IOException;
import java.nio.file.Path;

@OneEngine("about a client, whatever the store is")
class ThunderbirdTest extends DesktopContract {
    @Override
    Desktop desktop(Path home) throws IOException {
        return new Thunderbird(home);
    }

    /** {@code TEL;CELL:}, a parameter without a name as in vCard 2.1, makes a card an empty one to it, and each change of that card one more. */
    @Override
    boolean reads(String file) {
        return !file.equals("nokia.vcf") && !file.equals("everything-3.vcf");
    }
}
