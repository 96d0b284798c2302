package io.yggdrasil.resp;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.netty.util.internal.PlatformDependent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house, for this module and all below it. Maven holds the direction of the modules; these hold the
 * direction of the packages.
 */
@AnalyzeClasses(
        packages = {"io.yggdrasil.accel", "io.yggdrasil.tier", "io.yggdrasil.ignite", "io.yggdrasil.resp"},
        importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final Set<String> HOMELESS =
            Set.of("util", "utils", "common", "impl", "misc", "manager", "managers", "helper", "helpers");

    @ArchTest
    static final ArchRule onlyInternals_touchIgnitesInternals = noClasses()
            .that(not(resideInAPackage("io.yggdrasil.ignite.internals..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.ignite.internal..")
            .because("each such use is explained, checked at start, and found in one place");

    @ArchTest
    static final ArchRule commands_knowNoIgnite = noClasses()
            .that()
            .resideInAnyPackage("io.yggdrasil.resp.command..", "io.yggdrasil.resp.wire..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.ignite..", "io.yggdrasil.ignite..")
                    .and(not(resideInAPackage("io.yggdrasil.ignite.collection"))))
            .because("commands see Keyspace, the narrow waist, and nothing behind it but the trees of collections")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyServer_touchesNetty = noClasses()
            .that(not(resideInAPackage("io.yggdrasil.resp.server..")))
            .should()
            .dependOnClassesThat(resideInAPackage("io.netty..")
                    .and(not(type(PlatformDependent.class)))) // Where a direct buffer is in memory.
            .because("the transport is one package's business");

    @ArchTest
    static final ArchRule respPackages_haveNoCycles = slices().assignedFrom(eachPackageBelow("io.yggdrasil.resp"))
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule ignitePackages_haveNoCyclesBesideTheRoot = slices().matching("io.yggdrasil.ignite.(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static void packages_namePartsOfTheSystem(JavaClasses classes) {
        Set<String> homeless = packageNames(classes);
        homeless.removeIf(name -> Arrays.stream(name.split("\\.")).noneMatch(HOMELESS::contains));
        assertEquals(Set.of(), homeless, "code without a home belongs beside its user");
    }

    @ArchTest
    static void packages_haveNullMarkedPackageInfo(JavaClasses classes) {
        Set<String> unmarked = packageNames(classes);
        unmarked.removeIf(name -> classes.getPackage(name)
                .tryGetPackageInfo()
                .filter(info -> info.isAnnotatedWith(NullMarked.class))
                .isPresent());
        assertEquals(Set.of(), unmarked, "each package says what it is, and is @NullMarked, in its package-info");
    }

    private static Set<String> packageNames(JavaClasses classes) {
        return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** One slice per package, the root included, which a pattern like {@code root.(*)..} would leave out. */
    private static SliceAssignment eachPackageBelow(String root) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                return name.equals(root) || name.startsWith(root + ".")
                        ? SliceIdentifier.of(name)
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages of " + root;
            }
        };
    }
}
