package org.teldav;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;

/** Every test that needs a store runs on both engines, or says why not. */
class EnginesTest {
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("org.teldav");
    private static final Set<JavaClass> USE_A_STORE = users(ALL.get("org.teldav.TestDatabase"));

    /** All that needs it, whatever is between. */
    private static Set<JavaClass> users(JavaClass needed) {
        Set<JavaClass> users = new HashSet<>();
        Deque<JavaClass> open = new ArrayDeque<>(Set.of(needed));
        while (!open.isEmpty()) {
            for (Dependency use : open.remove().getDirectDependenciesToSelf()) {
                if (users.add(use.getOriginClass())) {
                    open.add(use.getOriginClass());
                }
            }
        }
        return users;
    }

    @Test
    void what_needs_a_store_runs_on_both_engines_or_says_why_not() {
        Set<String> silent = ALL.stream()
                .filter(EnginesTest::isTest)
                .filter(USE_A_STORE::contains)
                .filter(test -> !isOnBoth(test) && !test.isAnnotatedWith(OneEngine.class))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
        assertThat(silent).isEmpty();
    }

    @Test
    void what_runs_on_both_engines_has_no_reason_not_to() {
        assertThat(ALL.stream().filter(test -> isOnBoth(test) && test.isAnnotatedWith(OneEngine.class)))
                .isEmpty();
        assertThat(ALL.stream().filter(test -> isOnBoth(test) && !USE_A_STORE.contains(test)))
                .isEmpty();
        assertThat(ALL.stream().filter(EnginesTest::isOnBoth)).hasSizeGreaterThan(30);
    }

    private static boolean isTest(JavaClass candidate) {
        return !candidate.isInterface() && candidate.getAllMethods().stream().anyMatch(EnginesTest::isTestMethod);
    }

    private static boolean isTestMethod(JavaMethod method) {
        return method.isAnnotatedWith(Test.class) || method.isMetaAnnotatedWith(TestTemplate.class);
    }

    /** As JUnit sees it: the annotation is inherited. */
    private static boolean isOnBoth(JavaClass test) {
        return test.isAnnotatedWith(BothEngines.class)
                || test.getRawSuperclass().map(EnginesTest::isOnBoth).orElse(false);
    }
}
