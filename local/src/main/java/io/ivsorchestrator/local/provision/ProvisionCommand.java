package io.ivsorchestrator.local.provision;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.provisioning.ParsedPolicy;
import io.ivsorchestrator.provisioning.Plan;
import io.ivsorchestrator.provisioning.Policies;
import io.ivsorchestrator.provisioning.PolicyParser;
import io.ivsorchestrator.provisioning.ProvisioningMessage;
import io.ivsorchestrator.provisioning.RecordingPolicy;
import io.ivsorchestrator.provisioning.Verdict;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The operator's command. Standard output holds plans and answers, standard error everything about how it goes. */
@Command(name = "local/provision", mixinStandardHelpOptions = true, version = "0.1.0", description = {
    "Says and does what the recording policy wants of channels and stages, in an AWS account or on the IVS emulator.",
    "Credentials are those of your environment, as for the AWS CLI."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:everything is as the policy says",
        "1:something went wrong", "2:the command line or the policy makes no sense",
        "3:not everything is as the policy says (yet), or a bucket lacks something"})
public final class ProvisionCommand {
    private static final int CONFORMS = 0;
    private static final int FAILED = 1;
    private static final int SENSELESS = 2;
    private static final int DRIFTED = 3;

    private final PrintStream out;
    private final PrintStream err;

    private ProvisionCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Entry point. */
    public static void main(String[] arguments) {
        System.exit(run(new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err, arguments));
    }

    /**
     * Runs the command.
     *
     * @return as {@code --help} says
     */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new ProvisionCommand(out, err))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    err.println("local/provision: " + failure.getMessage());
                    return failure instanceof IllegalArgumentException ? SENSELESS : FAILED;
                }).execute(arguments);
    }

    @Command(name = "plan", mixinStandardHelpOptions = true, description = "Prints what would change. Never changes anything.")
    int plan(@Mixin Target target) {
        try (target) {
            Conversation conversation = new Conversation(target, err);
            return print(conversation.plan(policy(target)));
        }
    }

    @Command(name = "apply", mixinStandardHelpOptions = true, description = "Does what plan prints, and prints what remains:"
            + " what is live now, what does not fit.")
    int apply(@Mixin Target target) {
        try (target) {
            Conversation conversation = new Conversation(target, err);
            RecordingPolicy policy = policy(target);
            if (conversation.policies().isSuspended()) {
                throw new IllegalArgumentException("everything was detached; local/provision resume ends that");
            }
            if (policy.mode() == RecordingPolicy.Mode.OBSERVE) {
                err.println("The policy only observes; this is what it would do:");
            } else {
                conversation.tell(new ProvisioningMessage.Sweep());
            }
            return print(conversation.plan(policy));
        }
    }

    @Command(name = "explain", mixinStandardHelpOptions = true, description = "Says which rule fits a channel or stage, what it"
            + " records by, and why.")
    int explain(@Mixin Target target,
            @Parameters(paramLabel = "<arn>", description = "Of a channel or stage.") String arn) {
        try (target) {
            Conversation conversation = new Conversation(target, err);
            Plan plan = conversation.explain(new Arn(arn), policy(target));
            Verdict verdict = plan.verdicts().getFirst();
            out.println(verdict.resource() + (verdict.name().isEmpty() ? "" : " (" + verdict.name() + ")"));
            out.println("  rule           " + verdict.rule().orElse("none"));
            out.println(
                    "  records by     " + verdict.wanted().map(content -> content.text() + " [" + content.hash() + "]")
                            .orElse("nothing of ours"));
            out.println("  state          "
                    + verdict.outcome().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
            out.println("  because        " + verdict.reason());
            plan.steps().forEach(step -> out.println("  would          " + step.getClass().getSimpleName()
                    .toLowerCase(java.util.Locale.ROOT) + ": " + step.reason()));
            return plan.drifted() ? DRIFTED : CONFORMS;
        }
    }

    @Command(name = "detach", mixinStandardHelpOptions = true, description = {
        "Undoes all that this deployment attached, restores what was there before, and deletes its configurations.",
        "To be run before cdk destroy. With --table the deployed functions attach nothing more until resume."})
    int detach(@Mixin Target target) {
        try (target) {
            if (!target.hasTable()) {
                err.println(
                        "Without --table nothing is known of what was there before ours, and deployed functions go on.");
            }
            Conversation conversation = new Conversation(target, err);
            conversation.tell(new ProvisioningMessage.Detach());
            return print(conversation.plan(Policies.NOTHING));
        }
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Ends what detach began: the policy is in force"
            + " again.")
    int resume(@Mixin Target target) {
        try (target) {
            Conversation conversation = new Conversation(target, err);
            RecordingPolicy policy = policy(target);
            conversation.tell(new ProvisioningMessage.Resume());
            return print(conversation.plan(policy));
        }
    }

    @Command(name = "buckets", mixinStandardHelpOptions = true, description = {
        "Says what the buckets need to be recorded to, and what of it they lack: for buckets that the deployment did not make.",
        "Changes nothing unless told to --merge."})
    int buckets(@Mixin Target target,
            @Option(names = "--merge", description = "Add the statement that IVS needs to a bucket's policy where it is"
                    + " missing. All other statements stay as they are.") boolean merge) {
        try (target) {
            RecordingBuckets buckets = target.recordingBuckets(out);
            boolean fit = true;
            for (String bucket : target.deployment().buckets()) {
                fit &= buckets.check(bucket, merge);
            }
            return fit ? CONFORMS : DRIFTED;
        }
    }

    private int print(Plan plan) {
        out.print(PlanTable.of(plan));
        return plan.drifted() ? DRIFTED : CONFORMS;
    }

    /** Of a bad policy every mistake is told, and nothing else happens: a person is here to mend it. */
    private static RecordingPolicy policy(Target target) {
        Optional<String> text = target.policy().text();
        return switch (PolicyParser.parse(text.orElseGet(Policies::defaultText), target.deployment().buckets())) {
            case ParsedPolicy.Accepted(RecordingPolicy policy) -> policy;
            case ParsedPolicy.Refused refused -> throw new IllegalArgumentException(
                    target.policy().place() + " is refused:\n" + refused.text());
        };
    }
}
