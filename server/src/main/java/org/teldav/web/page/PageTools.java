package org.teldav.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.teldav.accounts.GroupInvitations;
import org.teldav.accounts.ProviderLogins;
import org.teldav.accounts.SecondFactor;
import org.teldav.accounts.Users;
import org.teldav.accounts.WebSessions;
import org.teldav.storage.Principal;
import org.teldav.vcard.PhoneNumbers;
import org.teldav.web.Api;

/**
 * What the pages work with. Thread-safe.
 *
 * @param provider where people may sign in, too
 * @param profiles what signs profiles for Apple's devices
 * @param address how phones reach the server, as {@code https://dav.example.org/}
 */
public record PageTools(
        Api api,
        WebSessions sessions,
        SignIn signIn,
        Optional<ProviderLogins> provider,
        Users users,
        SecondFactor secondFactor,
        GroupInvitations invitations,
        Assets assets,
        Optional<ProfileSigner> profiles,
        Supplier<Optional<String>> address) {
    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(ContentType.Html);

    /** Thread-safe. */
    @FunctionalInterface
    public interface SignIn {
        /** The user, where the password is theirs, and who is asked for a code where {@link Principal.User#secondFactor} is true; may be slow. @param address the peer's */
        Optional<Principal.User> check(String name, String password, String address);
    }

    /** All pages there are. */
    public Pages pages() {
        PhoneNumbers numbers = new PhoneNumbers();
        return new Pages(
                this,
                List.of(
                        new SignInPages(this).routes(),
                        new ProviderPages(this).routes(),
                        new InvitedPages(this).routes(),
                        new NumberPages(numbers::international).routes(),
                        new NumberChangePages(numbers::international).routes(),
                        new JournalPages().routes(),
                        new ChoicePages().routes(),
                        new ContactPages().routes(),
                        new ContactEditPages().routes(),
                        new ContactFilePages().routes(),
                        new MergePages().routes(),
                        new DevicePages(profiles).routes(),
                        new AccountPages(this).routes(),
                        new SecondFactorPages(this).routes(),
                        new AdminPages().routes(),
                        new AdminUserPages().routes(),
                        new AdminGroupPages().routes()));
    }

    /** @param name of the template, without its ending */
    static String render(String name, Map<String, Object> model) {
        StringOutput output = new StringOutput();
        TEMPLATES.render(name + ".jte", model, output);
        return output.toString();
    }
}
