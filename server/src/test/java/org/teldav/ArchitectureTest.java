package org.teldav;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rooms' arrows of house.md: they run one way. */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.teldav");

    private static String[] rooms(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = "org.teldav." + names[i] + "..";
        }
        return packages;
    }

    private static void noneIn(String here, String... seen) {
        noClasses()
                .that()
                .resideInAPackage(here)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(seen)
                .check(OURS);
    }

    private static void noneOutside(List<String> here, String... seen) {
        noClasses()
                .that()
                .resideOutsideOfPackages(here.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(seen)
                .check(OURS);
    }

    @Test
    void storage_knows_no_other_room_and_no_library() {
        classes()
                .that()
                .resideInAPackage("org.teldav.storage")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.teldav.storage", "java..", "org.jspecify..")
                .check(OURS);
        noneIn(
                "org.teldav.storage..",
                rooms(
                        "vcard",
                        "cards",
                        "dav",
                        "carddav",
                        "propagation",
                        "http",
                        "accounts",
                        "cli",
                        "web",
                        "sms",
                        "push"));
    }

    @Test
    void only_vcard_sees_ez_vcard_and_libphonenumber() {
        noneOutside(List.of("org.teldav.vcard.."), "ezvcard..", "com.google.i18n..");
    }

    @Test
    void only_storage_sql_sees_the_database() {
        noneOutside(
                List.of("org.teldav.storage.sql.."),
                "java.sql..",
                "javax.sql..",
                "org.jdbi..",
                "com.zaxxer..",
                "org.flywaydb..",
                "org.hsqldb..");
    }

    @Test
    void vcard_knows_no_other_room() {
        noneIn(
                "org.teldav.vcard..",
                rooms("storage", "cards", "dav", "carddav", "propagation", "http", "accounts", "cli", "web", "config"));
    }

    @Test
    void dav_knows_neither_cards_nor_the_store() {
        noneIn(
                "org.teldav.dav..",
                rooms(
                        "storage",
                        "cards",
                        "carddav",
                        "propagation",
                        "http",
                        "accounts",
                        "cli",
                        "web",
                        "vcard",
                        "config"));
    }

    @Test
    void carddav_uses_dav_vcard_cards_and_storage_only() {
        noneIn("org.teldav.carddav..", rooms("propagation", "http", "accounts", "cli", "web", "config", "storage.sql"));
    }

    @Test
    void propagation_uses_vcard_cards_and_storage_only() {
        noneIn(
                "org.teldav.propagation..",
                rooms("dav", "carddav", "http", "accounts", "cli", "web", "config", "storage.sql"));
    }

    @Test
    void metrics_knows_no_other_room_and_only_metrics_sees_prometheus() {
        classes()
                .that()
                .resideInAPackage("org.teldav.metrics")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.teldav.metrics", "io.prometheus..", "org.slf4j..", "java..", "org.jspecify..")
                .check(OURS);
        noneOutside(List.of("org.teldav.metrics.."), "io.prometheus..");
    }

    @Test
    void sms_knows_no_other_room_and_only_sms_sees_jsmpp() {
        classes()
                .that()
                .resideInAPackage("org.teldav.sms..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.teldav.sms..",
                        "org.jsmpp..",
                        "com.fasterxml.jackson..",
                        "org.jspecify..",
                        "java..",
                        "javax.net..")
                .check(OURS);
        noneOutside(List.of("org.teldav.sms.."), "org.jsmpp..");
        noneOutside(List.of("org.teldav.sms..", "org.teldav.config..", "org.teldav"), "org.teldav.sms..");
    }

    @Test
    void only_ldap_sees_the_ldap_sdk_and_only_the_wiring_and_the_configuration_see_ldap() {
        noneOutside(List.of("org.teldav.ldap.."), "com.unboundid..");
        noneOutside(List.of("org.teldav.ldap..", "org.teldav.config..", "org.teldav"), "org.teldav.ldap..");
    }

    @Test
    void only_oidc_sees_the_jose_library_and_only_the_wiring_and_the_configuration_see_oidc() {
        noneOutside(List.of("org.teldav.oidc.."), "com.nimbusds..");
        noneOutside(List.of("org.teldav.oidc..", "org.teldav.config..", "org.teldav"), "org.teldav.oidc..");
    }

    @Test
    void push_uses_storage_and_metrics_only() {
        noneIn(
                "org.teldav.push..",
                rooms(
                        "vcard",
                        "cards",
                        "dav",
                        "carddav",
                        "propagation",
                        "http",
                        "accounts",
                        "cli",
                        "web",
                        "sms",
                        "config",
                        "storage.sql"));
    }

    @Test
    void only_http_and_push_see_jetty_and_push_no_server_and_only_http_dav_and_carddav_see_milton() {
        noneOutside(List.of("org.teldav.http..", "org.teldav.push..", "org.teldav"), "org.eclipse.jetty..");
        noneIn("org.teldav.push..", "org.eclipse.jetty.server..");
        noneOutside(List.of(rooms("http", "dav", "carddav")), "io.milton..");
    }

    @Test
    void nothing_below_knows_the_command_line() {
        noneOutside(List.of("org.teldav.cli.."), "org.teldav.cli..");
    }

    @Test
    void the_rooms_have_no_circles() {
        slices().matching("org.teldav.(*)..").should().beFreeOfCycles().check(OURS);
    }
}
