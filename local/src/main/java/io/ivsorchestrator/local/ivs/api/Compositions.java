package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.Composition;
import io.ivsorchestrator.local.ivs.account.Composition.Destination;
import io.ivsorchestrator.local.ivs.account.Composition.DestinationState;
import io.ivsorchestrator.local.ivs.account.Composition.Target;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.Quotas;
import io.ivsorchestrator.local.ivs.account.Register.Numbered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Server-side compositions. They are over some time after they were stopped, and vanish some time after that. */
final class Compositions {
    private final IvsAccount account;

    Compositions(IvsAccount account) {
        this.account = account;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "StartComposition", this::start,
                "GetComposition", this::get,
                "ListCompositions", this::list,
                "StopComposition", this::stop);
    }

    private ObjectNode start(Input in, Instant now) {
        Optional<Composition> repeated = in.optional("idempotencyToken").flatMap(token -> account.compositions()
                .all()
                .filter(composition -> token.equals(composition.idempotencyToken()))
                .findFirst());
        if (repeated.isPresent()) {
            if (!repeated.get().request().equals(in.body())) {
                throw Refusal.conflict("The idempotencyToken was used with another request");
            }
            return Json.object("composition", shown(repeated.get()));
        }
        ObjectNode layout = (ObjectNode) in.body().required("layout");
        if (layout.hasNonNull("grid") && layout.hasNonNull("pip")) {
            throw Refusal.invalid("A layout is either grid or pip");
        }
        List<Target> targets = targets(in.body().required("destinations"));
        String stageArn = account.stages().get(in.text("stageArn")).arn();
        targets.forEach(this::requireReferences);
        requireRoom(stageArn);
        String arn = account.newArn("composition");
        List<Destination> destinations = targets.stream().map(target -> destination(arn, target, now)).toList();
        var composition = new Composition(arn, stageArn, Composition.State.STARTING, layout, destinations, now, null,
                now, in.optional("idempotencyToken").orElse(null), in.body());
        account.compositionLife().put(composition, now);
        account.tag(arn, in.map("tags"));
        return Json.object("composition", shown(composition));
    }

    /** At most one channel and one bucket. */
    private static List<Target> targets(JsonNode destinations) {
        List<Target> targets = new ArrayList<>();
        destinations.forEach(destination -> targets.add(Json.read(destination, Target.class)));
        for (Target target : targets) {
            if ((target.channel() == null) == (target.s3() == null)) {
                throw Refusal.invalid("A destination is either a channel or s3");
            }
        }
        boolean twice = targets.size() == 2
                && (targets.getFirst().channel() == null) == (targets.getLast().channel() == null);
        if (twice) {
            throw Refusal.invalid("At most one destination may be a channel and at most one s3");
        }
        return targets;
    }

    private void requireReferences(Target target) {
        List<String> encoders = new ArrayList<>();
        Composition.ChannelTarget channel = target.channel();
        if (channel != null) {
            if (account.streams().live(account.channels().get(channel.channelArn()).arn()).isPresent()) {
                throw Refusal.conflict("The channel is live");
            }
            Optional.ofNullable(channel.encoderConfigurationArn()).ifPresent(encoders::add);
        }
        Composition.S3Target s3 = target.s3();
        if (s3 != null) {
            if (account.storageConfigurations().find(s3.storageConfigurationArn()).isEmpty()) {
                throw Refusal.missing(s3.storageConfigurationArn());
            }
            encoders.addAll(s3.encoderConfigurationArns());
        }
        for (String encoder : encoders) {
            if (account.encoderConfigurations().find(encoder).isEmpty()) {
                throw Refusal.missing(encoder);
            }
        }
    }

    private void requireRoom(String stageArn) {
        Quotas quotas = account.settings().quotas();
        List<Composition> running = account.compositions()
                .all()
                .filter(composition -> !composition.state().ended())
                .toList();
        long here = running.stream().filter(composition -> composition.stageArn().equals(stageArn)).count();
        Refusal.requireRoom("concurrent compositions", running.size(), quotas.concurrentCompositions());
        Refusal.requireRoom("compositions of a stage", here, quotas.compositionsPerStage());
    }

    private Destination destination(String compositionArn, Target target, Instant now) {
        String id = account.ids().resource();
        String compositionId = compositionArn.substring(compositionArn.lastIndexOf('/') + 1);
        var detail = target.s3() == null
                ? null
                : new Composition.Detail(new Composition.S3Detail(
                        account.ids().resource() + "/" + compositionId + "/" + id + "/composite"));
        return new Destination(id, DestinationState.STARTING, now, null, target, detail);
    }

    private ObjectNode get(Input in, Instant now) {
        return Json.object("composition", shown(account.compositions().get(in.text("arn"))));
    }

    private ObjectNode list(Input in, Instant now) {
        List<Numbered<Composition>> matching = account.compositions()
                .numbered()
                .stream()
                .filter(numbered -> matches(in, numbered.item()))
                .toList();
        return Page.of("compositions", matching, in, this::shown);
    }

    private static boolean matches(Input in, Composition composition) {
        return in.optional("filterByStageArn").map(composition.stageArn()::equals).orElse(true)
                && in.optional("filterByEncoderConfigurationArn").map(composition::usesEncoder).orElse(true);
    }

    private ObjectNode stop(Input in, Instant now) {
        account.compositionLife().stop(account.compositions().get(in.text("arn")), now);
        return Json.object();
    }

    private ObjectNode shown(Composition composition) {
        return Shown.tagged(composition, account.tags(composition.arn()));
    }
}
