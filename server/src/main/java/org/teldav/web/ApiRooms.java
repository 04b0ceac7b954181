package org.teldav.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.teldav.accounts.Devices;
import org.teldav.accounts.GroupInvitations;
import org.teldav.accounts.Groups;
import org.teldav.accounts.SecondFactor;
import org.teldav.accounts.Users;
import org.teldav.cards.CardWriting;
import org.teldav.propagation.HolderJournal;
import org.teldav.propagation.NumberCodes;
import org.teldav.propagation.OwnCardEditor;
import org.teldav.propagation.Sharing;
import org.teldav.push.ServerKeys;
import org.teldav.storage.Store;
import org.teldav.vcard.TelRewriter;

/**
 * What the API works with.
 *
 * @param codes empty where no codes are sent
 */
public record ApiRooms(
        Store store,
        Users users,
        Groups groups,
        GroupInvitations invitations,
        Devices devices,
        SecondFactor secondFactor,
        CardWriting writing,
        TelRewriter rewriter,
        ChangeControl control,
        Optional<NumberCodes> codes,
        ServerKeys pushKeys,
        Clock clock) {
    /**
     * The API.
     *
     * @param cardLimit bytes of a card
     * @param retraction how long a change can be taken back
     * @param address how phones reach the server; empty where none runs
     */
    public Api api(int cardLimit, Duration retraction, String version, Supplier<Optional<String>> address) {
        HolderJournal journal = new HolderJournal(writing, rewriter, clock);
        OwnCardEdits ownCards = new OwnCardEdits(new OwnCardEditor(writing, rewriter, clock));
        return new Api(List.of(
                List.of(Api.Route.of("GET", "status", request -> status(version, address.get()))),
                new UsersApi(store, users, secondFactor).routes(),
                new DevicesApi(users, devices).routes(),
                new PushesApi(store, users, pushKeys, clock).routes(),
                new GroupsApi(groups, invitations, address).routes(),
                new CardsApi(store, users, new CardImport(store, writing, clock, cardLimit)).routes(),
                new ContactsApi(store, users, writing, clock).routes(),
                new DuplicatesApi(store, users, writing, cardLimit, clock).routes(),
                new NumbersApi(store, users, control, clock).routes(),
                new ProofApi(store, users, new Sharing(control.verification()), codes, clock).routes(),
                new NumberChangeApi(store, users, ownCards, control, clock).routes(),
                new ChangesApi(store, users, ownCards, control, retraction, clock).routes(),
                new JournalApi(store, users, journal, control.counted()).routes(),
                new HistoryApi(store, users, writing, journal, clock).routes(),
                new PreferencesApi(store, users, clock).routes()));
    }

    private ApiAnswer status(String version, Optional<String> address) {
        long count = store.read(tx -> tx.principals().countUsers());
        ObjectNode status = Json.object()
                .put("version", version)
                .put("engine", store.engine())
                .put("address", address.orElse(null))
                .put("region", writing.region(Optional.empty()).orElse(null))
                .put("users", count);
        ObjectNode counted = status.putObject("metrics");
        control.metrics().read().forEach(sample -> counted.put(sample.name(), sample.value()));
        return ApiAnswer.ok(status);
    }
}
