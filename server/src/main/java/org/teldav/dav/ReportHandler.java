package org.teldav.dav;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;

/** RFC 3253 §3.6. Whatever the Depth header says, or if there is none, the address book reports go over the book (RFC 6352 §8.6). */
public final class ReportHandler extends MethodHandler {
    private final Map<QName, Report> reports;

    public ReportHandler(DavTree tree, List<Report> reports) {
        super(tree, "REPORT");
        this.reports = reports.stream().collect(Collectors.toUnmodifiableMap(Report::name, Function.identity()));
    }

    @Override
    protected void handle(DavRequest request, DavResponse response) {
        DavResource resource = tree.require(request);
        Depth.of(request, Depth.ZERO);
        XmlElement body =
                request.xmlBody().orElseThrow(() -> DavException.badRequest("a REPORT says in its body which one"));
        Report report = reports.get(body.name());
        if (report == null || !resource.reports().contains(body.name())) {
            throw new DavException(
                    Precondition.SUPPORTED_REPORT,
                    body.name().getLocalPart() + " is not a report that can be asked of this resource");
        }
        Preconditions.requireStates(request, tree);
        Preferences.of(request).minimalApplied(response);
        report.answer(resource, body, request, response);
    }
}
