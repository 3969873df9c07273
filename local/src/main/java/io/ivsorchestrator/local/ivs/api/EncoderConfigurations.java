package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.EncoderConfiguration;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import java.time.Instant;
import java.util.Map;

/** How compositions are encoded. */
final class EncoderConfigurations {
    private static final int MOST_PIXELS = 1920 * 1080;

    private final IvsAccount account;

    EncoderConfigurations(IvsAccount account) {
        this.account = account;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "CreateEncoderConfiguration", this::create,
                "GetEncoderConfiguration", this::get,
                "ListEncoderConfigurations", this::list,
                "DeleteEncoderConfiguration", this::delete);
    }

    private ObjectNode create(Input in, Instant now) {
        Refusal.requireRoom("encoder configurations", account.encoderConfigurations(),
                account.settings().quotas().encoderConfigurations());
        var video = in.as("video", EncoderConfiguration.Video.class);
        if (video.width() % 2 != 0 || video.height() % 2 != 0) {
            throw Refusal.invalid("Width and height must be even");
        }
        if (video.width() * video.height() > MOST_PIXELS) {
            throw Refusal.invalid("Width times height must be at most " + MOST_PIXELS);
        }
        var configuration = new EncoderConfiguration(account.newArn("encoder-configuration"), in.text("name"), video);
        account.encoderConfigurations().put(configuration);
        account.tag(configuration.arn(), in.map("tags"));
        return Json.object("encoderConfiguration", shown(configuration));
    }

    private ObjectNode get(Input in, Instant now) {
        return Json.object("encoderConfiguration", shown(account.encoderConfigurations().get(in.text("arn"))));
    }

    private ObjectNode list(Input in, Instant now) {
        return Page.of("encoderConfigurations", account.encoderConfigurations().numbered(), in, this::shown);
    }

    private ObjectNode delete(Input in, Instant now) {
        EncoderConfiguration configuration = account.encoderConfigurations().get(in.text("arn"));
        boolean used = account.compositions()
                .all()
                .anyMatch(composition -> !composition.state().ended() && composition.usesEncoder(configuration.arn()));
        if (used) {
            throw Refusal.conflict("Resource is in use by a composition");
        }
        account.forget(account.encoderConfigurations(), configuration);
        return Json.object();
    }

    private ObjectNode shown(EncoderConfiguration configuration) {
        return Shown.tagged(configuration, account.tags(configuration.arn()));
    }
}
