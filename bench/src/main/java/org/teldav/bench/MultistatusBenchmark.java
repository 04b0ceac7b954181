package org.teldav.bench;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.teldav.dav.DavResource;
import org.teldav.dav.Href;
import org.teldav.dav.LiveProperties;
import org.teldav.dav.LiveProperty;
import org.teldav.dav.MultistatusWriter;
import org.teldav.dav.PropertyRequest;
import org.teldav.dav.Xml;
import org.teldav.dav.XmlOutput;

/** What the answer to a PROPFIND of 5,000 members costs, without the store. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MultistatusBenchmark {
    private static final int MEMBERS = 5000;

    private final List<Member> members = new ArrayList<>();
    private final PropertyRequest getetag = PropertyRequest.prop(Xml.dav("getetag"));

    public MultistatusBenchmark() {
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new Member(Href.member("/dav/addressbooks/alice/contacts/", "card-" + i + ".vcf", false)));
        }
    }

    @Benchmark
    public void propfind() {
        XmlOutput out = new XmlOutput(OutputStream.nullOutputStream());
        MultistatusWriter multistatus = new MultistatusWriter(out);
        members.forEach(member -> multistatus.resource(member, getetag));
        multistatus.end();
        out.flush();
    }

    private static final class Member extends DavResource {
        private static final LiveProperties<Member> PROPERTIES = LiveProperties.of(LiveProperty.optional(
                Xml.dav("getetag"), member -> Optional.of("\"0123456789abcdef0123456789abcdef\"")));

        private final String href;

        Member(String href) {
            this.href = href;
        }

        @Override
        public String href() {
            return href;
        }

        @Override
        public String allow() {
            return "PROPFIND";
        }

        @Override
        public LiveProperties<?> properties() {
            return PROPERTIES;
        }
    }
}
