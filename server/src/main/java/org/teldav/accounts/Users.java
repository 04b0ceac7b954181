package org.teldav.accounts;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.teldav.cards.CardWriting;
import org.teldav.storage.AddressBook;
import org.teldav.storage.Card;
import org.teldav.storage.CardPut;
import org.teldav.storage.Claim;
import org.teldav.storage.NameTakenException;
import org.teldav.storage.Principal;
import org.teldav.storage.PutResult;
import org.teldav.storage.Store;
import org.teldav.storage.Transaction;
import org.teldav.vcard.InvalidCardException;
import org.teldav.vcard.PhoneNumbers;

/** Users, and what each has from the start: a home, the book {@code contacts}, an own card, verified numbers. Thread-safe. */
public final class Users {
    /** docs/decisions/own-card-name.md. */
    public static final String OWN_CARD = "me.vcf";

    private static final int LONGEST = 200;
    /** Control characters, ends of lines, and what makes others read all that follows, numbers too, from the other side (UAX 9: embeddings, overrides, isolates). */
    private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

    private final Store store;
    private final Passwords passwords;
    private final PasswordPolicy policy = new PasswordPolicy();
    private final PhoneNumbers numbers;
    private final CardWriting writing;
    private final Optional<String> serverRegion;
    private final Clock clock;

    /** @param serverRegion the region of numbers where a user has none */
    public Users(
            Store store,
            Passwords passwords,
            PhoneNumbers numbers,
            CardWriting writing,
            Optional<String> serverRegion,
            Clock clock) {
        this.store = store;
        this.passwords = passwords;
        this.numbers = numbers;
        this.writing = writing;
        this.serverRegion = serverRegion;
        this.clock = clock;
    }

    /** Who was made, and the names of the groups that were made with them. */
    public record Added(Principal.User user, List<String> newGroups) {}

    /**
     * Makes a user with all that belongs to them, in one transaction.
     *
     * @throws RefusedException where a name, password, number or address can't be, or the name is taken
     */
    public Added add(NewUser wanted) {
        return add(wanted, tx -> {});
    }

    /** As {@link #add(NewUser)}. @param first runs in the transaction before anything else; what it throws undoes all */
    Added add(NewUser wanted, Consumer<Transaction> first) {
        String name = Names.valid(wanted.name());
        Optional<String> region = wanted.region().map(this::region);
        String fullName = text("full name", wanted.fullName().orElse(wanted.name()));
        Set<String> keys = new LinkedHashSet<>();
        for (String tel : wanted.tels()) {
            keys.add(key(tel, region.or(() -> serverRegion)));
        }
        wanted.emails().forEach(Users::email);
        List<String> groups = wanted.groups().stream().map(Names::valid).toList();
        String hash = hash(name, wanted.password());
        byte[] card = OwnCardText.of(
                UUID.randomUUID().toString(),
                fullName,
                keys.stream().map(numbers::international).toList(),
                wanted.emails());
        try {
            return store.write(tx -> {
                first.accept(tx);
                Instant now = clock.instant();
                Principal.User user = tx.principals().addUser(name, fullName, hash, region, wanted.admin(), now);
                keys.forEach(key -> claim(tx, user, key, now));
                makeHome(tx, user, card, now);
                return new Added(
                        user,
                        groups.stream()
                                .filter(group -> join(tx, group, user, now))
                                .toList());
            });
        } catch (NameTakenException e) {
            throw Groups.taken(name);
        }
    }

    /** One that somebody else holds verified waits for the administrator's decision (rule 3). */
    private static void claim(Transaction tx, Principal.User user, String key, Instant now) {
        tx.claims().lock(key);
        boolean held = tx.claims().on(key).stream().anyMatch(claim -> claim.state() == Claim.State.VERIFIED);
        tx.claims().open(user.id(), key, held ? Claim.State.WAITING : Claim.State.VERIFIED, now);
    }

    private void makeHome(Transaction tx, Principal.User user, byte[] content, Instant now) {
        AddressBook book = tx.books().create(user.id(), AddressBook.DEFAULT_NAME, "Contacts", Optional.empty(), now);
        try {
            CardPut put = writing.put(book.id(), OWN_CARD, content, writing.region(user), CardPut.ALWAYS);
            if (tx.cards().put(put, now) instanceof PutResult.Created created) {
                Card card = created.card();
                tx.principals().setOwnCard(user.id(), Optional.of(card.id()), now);
                return;
            }
        } catch (InvalidCardException e) {
            throw new IllegalStateException("the own card that was just written can't be read", e);
        }
        throw new IllegalStateException("a new book was not empty");
    }

    /** @return whether the group had to be made. @throws RefusedException where a user has its name */
    private static boolean join(Transaction tx, String name, Principal.User user, Instant now) {
        Optional<Principal.Group> there = tx.principals().group(name);
        tx.principals().join(there.orElseGet(() -> make(tx, name, now)).id(), user.id(), now);
        return there.isEmpty();
    }

    private static Principal.Group make(Transaction tx, String name, Instant now) {
        try {
            return tx.principals().addGroup(name, name, now);
        } catch (NameTakenException e) {
            throw Groups.taken(name);
        }
    }

    /** Whether nobody is there yet. */
    public boolean none() {
        return store.read(tx -> tx.principals().countUsers()) == 0;
    }

    /** Ordered by name. */
    public List<Principal.User> list() {
        return store.read(tx -> tx.principals().users());
    }

    /** @throws RefusedException where there is none */
    public Principal.User find(String name) {
        return store.read(tx -> user(tx, name));
    }

    /** From now on only the new password opens, and those of devices; who is signed in on the web page is so no more. @throws RefusedException where there is no such user, or the password can't be */
    public void setPassword(String name, String password) {
        String hash = hash(name, password);
        edit(name, (tx, user) -> {
            tx.locks().hold(user.id());
            tx.principals().setPassword(user.id(), hash);
            tx.sessions().endAll(user.id());
        });
    }

    /** Sets the name that others see; the own card and the name to sign in with stay. @throws RefusedException where there is no such user, or the name can't be */
    public Principal.User rename(String name, String fullName) {
        String text = text("full name", fullName);
        return store.write(tx -> {
            tx.principals().setDisplayName(user(tx, name).id(), text);
            return user(tx, name);
        });
    }

    /** A disabled user can't log in, and is signed out of the web page; all that is theirs stays. @throws RefusedException where there is no such user */
    public void setDisabled(String name, boolean disabled) {
        edit(name, (tx, user) -> {
            tx.locks().hold(user.id());
            tx.principals().setDisabled(user.id(), disabled, clock.instant());
            tx.sessions().endAll(user.id());
        });
    }

    /** With all that is theirs. @throws RefusedException where there is no such user */
    public void remove(String name) {
        edit(name, (tx, user) -> tx.principals().remove(user.id(), clock.instant()));
    }

    private void edit(String name, BiConsumer<Transaction, Principal.User> edit) {
        store.write(tx -> {
            edit.accept(tx, user(tx, name));
            return true;
        });
    }

    /** Whether what was typed means just the user of that name, as {@link #find} would read it. */
    public static boolean names(String typed, String name) {
        return Names.fold(typed).equals(name);
    }

    static Principal.User user(Transaction tx, String name) {
        return tx.principals()
                .user(Names.fold(name))
                .orElseThrow(() -> RefusedException.missing("there is no user '" + name + "'")
                        .as("no-user", name));
    }

    /** The key of a number that the operator typed. @throws RefusedException where it is none for certain */
    public String key(String tel) {
        return key(tel, serverRegion);
    }

    /** The key of a number of the user's, as they would type it. @throws RefusedException where it is none for certain */
    public String key(String tel, Principal.User user) {
        return key(tel, writing.region(user));
    }

    private String key(String tel, Optional<String> region) {
        return numbers.key(tel, region)
                .orElseThrow(() -> RefusedException.invalid("'" + tel + "' is no telephone number that can be told"
                                + (region.isEmpty()
                                        ? ": write it with its country code, as +41…, or set a region"
                                        : ""))
                        .as("no-number", tel));
    }

    private String region(String typed) {
        String region = typed.strip().toUpperCase(Locale.ROOT);
        if (!numbers.isRegion(region)) {
            throw RefusedException.invalid("'" + typed + "' is no region: a country's code of two letters, like CH")
                    .as("no-region", typed);
        }
        return region;
    }

    private String hash(String name, String password) {
        policy.check(name, password);
        return passwords.hash(password);
    }

    private static void email(String email) {
        if (!isEmail(email)) {
            throw RefusedException.invalid("'" + email + "' is no e-mail address")
                    .as("no-email", email);
        }
    }

    static boolean isEmail(String email) {
        return isText(email) && email.matches("[^@\\s]+@[^@\\s]+");
    }

    /** @param text stripped */
    static boolean isText(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && !NO_TEXT.matcher(text).find();
    }

    static String text(String what, String typed) {
        String text = typed.strip();
        if (!isText(text)) {
            throw RefusedException.invalid("a " + what + " has 1 to " + LONGEST
                            + " characters on one line, none of them one that turns the direction of writing")
                    .as("text-length", LONGEST);
        }
        return text;
    }
}
