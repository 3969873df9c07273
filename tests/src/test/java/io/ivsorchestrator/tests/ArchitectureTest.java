package io.ivsorchestrator.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may see whom; docs/architecture.md says why. */
class ArchitectureTest {
    private static final String ROOT = "io.ivsorchestrator.";
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("/test-classes/"))
            .importPackages("io.ivsorchestrator");

    @Test
    void allModules_areLookedAt() {
        assertThat(List.of("events", "recording", "index", "media", "indexing", "ivs", "runtime",
                "local.laptop"))
                .allMatch(part -> CODE.stream().anyMatch(it -> it.getPackageName().equals(ROOT + part)));
    }

    @Test
    void events_seeJavaAndJacksonCoreOnly() {
        classes().that().resideInAPackage(ROOT + "events..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fasterxml.jackson.core..", "org.jspecify..", ROOT + "events..")
                .check(CODE);
    }

    @Test
    void recording_seesJavaAndEventsOnly() {
        classes().that().resideInAPackage(ROOT + "recording..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + "events", ROOT + "recording..").check(CODE);
    }

    @Test
    void recording_hasNoClockNoRandomnessAndNoIo() {
        noClasses().that().resideInAPackage(ROOT + "recording..").should().dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.util.concurrent..",
                        "java.security..")
                .orShould().dependOnClassesThat().areAssignableTo(Clock.class)
                .orShould().dependOnClassesThat().areAssignableTo(java.time.InstantSource.class)
                .orShould().dependOnClassesThat().areAssignableTo(java.util.Random.class)
                .orShould().callMethod(java.time.Instant.class, "now")
                .orShould().callMethod(java.util.UUID.class, "randomUUID")
                .orShould().callMethod(System.class, "nanoTime")
                .orShould().callMethod(System.class, "currentTimeMillis").check(CODE);
    }

    @Test
    void features_seeNoOtherFeature() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + "(indexing|publishing|provisioning|recovery|reconciling|backfill|query)..")
                .should().notDependOnEachOther().check(CODE);
        noClasses().that()
                .resideInAnyPackage(ROOT + "index..", ROOT + "incident..", ROOT + "media..", ROOT + "runtime..")
                .should().dependOnClassesThat().resideInAnyPackage(ROOT + "indexing..", ROOT + "publishing..",
                        ROOT + "provisioning..", ROOT + "recovery..", ROOT + "reconciling..", ROOT + "backfill..",
                        ROOT + "query..")
                .check(CODE);
    }

    @Test
    void playback_isSharedAndSeesNoFeature() {
        classes().that().resideInAPackage(ROOT + "playback..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fasterxml.jackson.core..", "org.jspecify..", ROOT + "events..",
                        ROOT + "recording..", ROOT + "media..", ROOT + "playback..")
                .check(CODE);
    }

    @Test
    void runtime_knowsNeitherIndexNorMedia() {
        noClasses().that().resideInAPackage(ROOT + "runtime..").should().dependOnClassesThat()
                .resideInAnyPackage(ROOT + "index..", ROOT + "media..", ROOT + "recording..").check(CODE);
    }

    @Test
    void ivs_knowsNothingOfUsButEvents() {
        classes().that().resideInAPackage(ROOT + "ivs..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fasterxml.jackson.core..", "org.jspecify..",
                        "software.amazon.awssdk..", ROOT + "events..", ROOT + "ivs..")
                .check(CODE);
    }

    @Test
    void awsSdk_staysInAdapters() {
        noClasses().that().resideInAnyPackage(ROOT + "events..", ROOT + "recording..", ROOT + "media..",
                ROOT + "index..", ROOT + "indexing..", ROOT + "ivs..", ROOT + "reconciling..", ROOT + "backfill..",
                ROOT + "incident..", ROOT + "publishing..",
                ROOT + "recovery..", ROOT + "query..", ROOT + "provisioning..")
                .and().haveSimpleNameNotStartingWith("Ssm").and().haveSimpleNameNotStartingWith("S3").and()
                .haveSimpleNameNotStartingWith("DynamoDb")
                .and().haveSimpleNameNotStartingWith("Aws").and().haveSimpleNameNotStartingWith("Sns")
                .and().haveSimpleNameNotStartingWith("EventBridge")
                .and().haveSimpleNameNotEndingWith("Handler")
                // What the compiler makes of a switch over an enum has no simple name.
                .and().haveNameNotMatching(".*\\.S3\\w+\\$\\d+")
                .should().dependOnClassesThat().resideInAPackage("software.amazon.awssdk..").check(CODE);
    }

    /** What is found late is told and never remedied on something live. */
    @Test
    void reconcilingAndBackfill_changeNothingInIvs() {
        DescribedPredicate<JavaMethodCall> changes = DescribedPredicate.describe("changes something in IVS",
                call -> List.of("LowLatencyApi", "RealTimeApi", "Tagging").contains(
                        call.getTargetOwner().getSimpleName())
                        && !call.getName().startsWith("get") && !call.getName().startsWith("list"));
        noClasses().that().resideInAnyPackage(ROOT + "reconciling..", ROOT + "backfill..").should()
                .callMethodWhere(changes).check(CODE);
    }

    @Test
    void noFunction_seesTheIvsApi() {
        noClasses().that().resideInAnyPackage(ROOT + "indexing..", ROOT + "index..", ROOT + "media..",
                ROOT + "publishing..", ROOT + "incident..")
                .should().dependOnClassesThat().resideInAnyPackage("software.amazon.awssdk.services.ivs..",
                        "software.amazon.awssdk.services.ivsrealtime..")
                .check(CODE);
    }

    @Test
    void theStory_isToldWithoutOurDecoder() {
        noClasses().that().resideInAnyPackage(ROOT + "local.story..", ROOT + "local.ivs..", ROOT + "local.media..",
                ROOT + "local.emulator..")
                .should().dependOnClassesThat().resideInAnyPackage(ROOT + "events..", ROOT + "recording..",
                        ROOT + "index..", ROOT + "media..", ROOT + "indexing..", ROOT + "runtime..")
                .allowEmptyShould(true).check(CODE);
    }

    @Test
    void names_sayWhatTheyMean() {
        noClasses().should().haveSimpleNameEndingWith("Impl").orShould().haveSimpleNameEndingWith("Utils")
                .orShould().haveSimpleNameEndingWith("Manager").orShould().haveSimpleNameEndingWith("Helper")
                .check(CODE);
    }
}
