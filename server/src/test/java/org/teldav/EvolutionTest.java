package org.teldav;

import java.io.IOException;
import java.nio.file.Path;

@OneEngine("about a client, whatever the store is")
class EvolutionTest extends DesktopContract {
    @Override
    Desktop desktop(Path home) throws IOException {
        return new Evolution(home);
    }

    @Override
    boolean reads(String file) {
        return true;
    }
}
