package org.teldav;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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

    @Test
    void storage_knows_no_other_room_and_no_library() {
        classes()
                .that()
                .resideInAPackage("org.teldav.storage")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.teldav.storage", "java..", "org.jspecify..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage("org.teldav.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms(
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
                        "push"))
                .check(OURS);
    }

    @Test
    void only_vcard_sees_ez_vcard_and_libphonenumber() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.teldav.vcard..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ezvcard..", "com.google.i18n..")
                .check(OURS);
    }

    @Test
    void only_storage_sql_sees_the_database() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.teldav.storage.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..", "org.hsqldb..")
                .check(OURS);
    }

    @Test
    void vcard_knows_no_other_room() {
        noClasses()
                .that()
                .resideInAPackage("org.teldav.vcard..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms(
                        "storage",
                        "cards",
                        "dav",
                        "carddav",
                        "propagation",
                        "http",
                        "accounts",
                        "cli",
                        "web",
                        "config"))
                .check(OURS);
    }

    @Test
    void dav_knows_neither_cards_nor_the_store() {
        noClasses()
                .that()
                .resideInAPackage("org.teldav.dav..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms(
                        "storage",
                        "cards",
                        "carddav",
                        "propagation",
                        "http",
                        "accounts",
                        "cli",
                        "web",
                        "vcard",
                        "config"))
                .check(OURS);
    }

    @Test
    void carddav_uses_dav_vcard_cards_and_storage_only() {
        noClasses()
                .that()
                .resideInAPackage("org.teldav.carddav..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms("propagation", "http", "accounts", "cli", "web", "config", "storage.sql"))
                .check(OURS);
    }

    @Test
    void propagation_uses_vcard_cards_and_storage_only() {
        noClasses()
                .that()
                .resideInAPackage("org.teldav.propagation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms("dav", "carddav", "http", "accounts", "cli", "web", "config", "storage.sql"))
                .check(OURS);
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
        noClasses()
                .that()
                .resideOutsideOfPackage("org.teldav.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.prometheus..")
                .check(OURS);
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
        noClasses()
                .that()
                .resideOutsideOfPackage("org.teldav.sms..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jsmpp..")
                .check(OURS);
        noClasses()
                .that()
                .resideOutsideOfPackages("org.teldav.sms..", "org.teldav.config..", "org.teldav")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.teldav.sms..")
                .check(OURS);
    }

    @Test
    void only_ldap_sees_the_ldap_sdk_and_only_the_wiring_and_the_configuration_see_ldap() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.teldav.ldap..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.unboundid..")
                .check(OURS);
        noClasses()
                .that()
                .resideOutsideOfPackages("org.teldav.ldap..", "org.teldav.config..", "org.teldav")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.teldav.ldap..")
                .check(OURS);
    }

    @Test
    void only_oidc_sees_the_jose_library_and_only_the_wiring_and_the_configuration_see_oidc() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.teldav.oidc..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.nimbusds..")
                .check(OURS);
        noClasses()
                .that()
                .resideOutsideOfPackages("org.teldav.oidc..", "org.teldav.config..", "org.teldav")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.teldav.oidc..")
                .check(OURS);
    }

    @Test
    void push_uses_storage_and_metrics_only() {
        noClasses()
                .that()
                .resideInAPackage("org.teldav.push..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms(
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
                        "storage.sql"))
                .check(OURS);
    }

    @Test
    void only_http_and_push_see_jetty_and_push_no_server_and_only_http_dav_and_carddav_see_milton() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.teldav.http..", "org.teldav.push..", "org.teldav")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(OURS);
        noClasses()
                .that()
                .resideInAPackage("org.teldav.push..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty.server..")
                .check(OURS);
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms("http", "dav", "carddav"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.milton..")
                .check(OURS);
    }

    @Test
    void nothing_below_knows_the_command_line() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.teldav.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.teldav.cli..")
                .check(OURS);
    }

    @Test
    void the_rooms_have_no_circles() {
        slices().matching("org.teldav.(*)..").should().beFreeOfCycles().check(OURS);
    }
}
