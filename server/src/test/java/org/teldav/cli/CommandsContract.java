package org.teldav.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** interface.md: every command does the same while a server runs on the data and while none does. */
interface CommandsContract
        extends UserContract,
                DeviceContract,
                CardContract,
                NumberContract,
                PlanContract,
                ChangesContract,
                JournalContract,
                PrefsContract,
                BackupContract,
                DoctorContract {
    @Test
    default void a_wrong_call_ends_with_2_and_says_how_to_call() {
        users();
        cli().run("user", "frobnicate").failed(2, "frobnicate");
        cli().run("user").failed(2, "which command?");
        cli().run("user", "add").failed(2, "NAME");
        cli().run("changes", "show", "x").failed(2, "x");
        cli().run("changes", "show", "99999").failed(1, "there is no change 99999");
        assertThat(cli().run("user", "add", "--help").ok().out()).contains("--password-stdin", "--full-name");
    }
}
