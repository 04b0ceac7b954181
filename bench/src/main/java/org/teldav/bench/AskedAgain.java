package org.teldav.bench;

import java.util.List;
import java.util.Optional;

/**
 * Questions asked in turn that change nothing: PROPFIND and the reports. Immutable, thread-safe.
 *
 * @param checks for each of the requests what a right answer is
 */
record AskedAgain(String name, int connections, List<byte[]> requests, List<MultistatusCheck> checks)
        implements Operation {

    AskedAgain(String name, byte[] request, MultistatusCheck check) {
        this(name, 1, List.of(request), List.of(check));
    }

    @Override
    public byte[] request(int connection, long n) {
        return requests.get(index(connection, n));
    }

    @Override
    public Optional<String> fault(Answer answer, int connection, long n) {
        return checks.get(index(connection, n)).fault(answer);
    }

    private int index(int connection, long n) {
        return (int) ((n * connections + connection) % requests.size());
    }
}
